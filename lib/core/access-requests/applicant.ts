import type { AccessRequest, OneTimeToken } from "@/generated/prisma/client";
import type { AnswerQuestionInput } from "@/lib/values/request-questions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { findToken, tokenState } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { issueInvitation } from "./invitation";
import { lockRequest, readRequestToken, recordRequestEvent, withoutFirstApproval } from "./request";
import { findVersions, type RequestVersion } from "./versions";

interface Known {
  organization: string;
  submittedAt: Date;
  /** Current one first, absent if there's only one. */
  versions?: RequestVersion[];
}

export type OwnRequest =
  | { state: "unknown" }
  | (Known & { state: "waiting" | "registered" | "closed" })
  | (Known & { state: "question"; question: string; useCase: string })
  /** `isOver` means that the link expired unused. */
  | (Known & { state: "approved"; isOver: boolean });

/** Changes nothing, because mail scanners open links. */
export async function findOwnRequest(ctx: CoreContext, token: string): Promise<OwnRequest> {
  const id = readRequestToken(ctx, token);
  const request = id ? await ctx.db.accessRequest.findUnique({ where: { id } }) : null;
  if (!request) return { state: "unknown" };
  const { organization, submittedAt } = request;
  const versions = await findVersions(ctx, request.id);
  const choice = versions.length > 1 ? { versions } : {};
  return { organization, submittedAt, ...choice, ...standing(request, ctx.clock.now()) };
}

type Standing = OwnRequest extends infer State ? (State extends Known ? Omit<State, keyof Known> : never) : never;

function standing(request: AccessRequest, now: Date): Standing {
  // Undoable decisions aren't announced yet.
  if (request.undoUntil && request.undoUntil > now) return { state: "waiting" };
  switch (request.status) {
    case "NEEDS_INFO":
      return request.question === null
        ? { state: "waiting" }
        : { state: "question", question: request.question, useCase: request.useCase };
    case "APPROVED":
      return { state: "approved", isOver: request.approvalExpiresAt !== null && request.approvalExpiresAt <= now };
    case "EXPIRED":
      return { state: "approved", isOver: true };
    case "REGISTERED":
      return { state: "registered" };
    case "REJECTED":
      return { state: "closed" };
    case "PENDING":
    case "SNOOZED":
      return { state: "waiting" };
  }
}

/** Raises the version, so that no decision ignores the answer. */
export async function answerQuestion(
  ctx: CoreContext,
  { token, answer, useCase }: AnswerQuestionInput,
): Promise<Result<undefined, "token_invalid">> {
  const id = readRequestToken(ctx, token);
  if (!id) return err("token_invalid");
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockRequest(tx, id);
    const before = await tx.accessRequest.findUnique({ where: { id } });
    if (before?.status !== "NEEDS_INFO") return err("token_invalid");
    const isChanged = useCase !== undefined && useCase !== before.useCase;
    await tx.accessRequest.update({
      where: { id },
      data: {
        status: "PENDING",
        question: null,
        // Using an emailed link verifies the email.
        emailConfirmedAt: ctx.clock.now(),
        version: { increment: 1 },
        // The first approval was for another use case.
        ...(isChanged ? { useCase, ...withoutFirstApproval } : {}),
        searchText: [before.searchText, answer, isChanged ? useCase : ""].join("\n").trim().toLowerCase(),
      },
    });
    await ctx.jobs.enqueue(tx, { name: "receive-answer", id, request: jobRequest(ctx) });
    await recordRequestEvent(ctx, tx, id, { kind: "question_answered", text: answer });
    if (isChanged) await recordRequestEvent(ctx, tx, id, { kind: "use_case_changed", text: before.useCase });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.answered",
      target: { type: "access_request", id },
    });
    return ok();
  });
}

export type Invitation =
  | {
      state: "open";
      email: string;
      name: string;
      /** Names the existing tenant if `joins`. */
      organization: string;
      joins: boolean;
      buyerMode: string;
      expiresAt: Date;
    }
  | { state: "used" }
  | { state: "expired" }
  | { state: "unknown" };

/** Doesn't use the token, because mail scanners open links. */
export async function findInvitation(ctx: CoreContext, token: string): Promise<Invitation> {
  const found = await findToken(ctx.db, "APPROVAL", token);
  const state = tokenState(found, ctx.clock.now());
  if (!found?.accessRequestId || state === "unknown") return { state: "unknown" };
  const request = await ctx.db.accessRequest.findUnique({
    where: { id: found.accessRequestId },
    include: { joinTenant: { select: { name: true } }, user: { select: { emailVerifiedAt: true } } },
  });
  if (!request) return { state: "unknown" };
  const isUnverified = state === "open" && !found.isCopied && request.user?.emailVerifiedAt === null;
  if (state === "used" || (request.status === "REGISTERED" && !isUnverified)) return { state: "used" };
  if (state === "expired" || (request.status !== "APPROVED" && !isUnverified)) return { state: "expired" };
  const joinTenant = request.joinConfirmedAt ? request.joinTenant : null;
  if (!found.openedAt) await recordOpening(ctx, found, request.id);
  return {
    state: "open",
    email: request.email,
    name: request.name,
    organization: joinTenant?.name ?? request.organization,
    joins: joinTenant !== null,
    buyerMode: request.buyerMode,
    expiresAt: found.expiresAt,
  };
}

async function recordOpening(ctx: CoreContext, token: OneTimeToken, accessRequestId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const opened = await tx.oneTimeToken.updateMany({
      where: { id: token.id, openedAt: null },
      data: { openedAt: ctx.clock.now() },
    });
    if (opened.count === 1) await recordRequestEvent(ctx, tx, accessRequestId, { kind: "opened" });
    return ok();
  });
}

/** Doesn't reveal whether it mailed a link. */
export async function requestNewInvitation(ctx: CoreContext, input: { token: string }): Promise<Result<undefined>> {
  const found = await findToken(ctx.db, "APPROVAL", input.token);
  if (found?.accessRequestId && !found.usedAt) await mailAnotherLink(ctx, found.accessRequestId);
  return ok();
}

export async function requestLinkAgain(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  const id = readRequestToken(ctx, input.token);
  if (!id) return err("token_invalid");
  await mailAnotherLink(ctx, id);
  return ok();
}

async function mailAnotherLink(ctx: CoreContext, id: string): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    await lockRequest(tx, id);
    const request = await tx.accessRequest.findUnique({ where: { id } });
    if (!request || (request.status !== "APPROVED" && request.status !== "EXPIRED")) return;
    // The first invitation is still held.
    if (request.undoUntil && request.undoUntil > ctx.clock.now()) return;
    if (!(await issueInvitation(ctx, tx, request))) return;
    await recordRequestEvent(ctx, tx, id, { kind: "approval_resent" });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.approval_resent",
      target: { type: "access_request", id },
    });
  });
}
