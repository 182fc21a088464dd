import type { AccessRequest } from "@/generated/prisma/client";
import { domainOf } from "@/lib/values/domains";
import type { RequestAccessInput } from "@/lib/values/forms";
import type { RequestSource } from "@/lib/values/queue";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../context";
import { isUniqueViolation, type Transaction } from "../database";
import { requestConfirmationSeconds, secondsAfter } from "../lifetimes";
import { tokenUrl } from "../mail-links";
import { waitingAgain, withoutFirstApproval } from "../queue/decision";
import { searchTextOf } from "../queue/search-text";
import { err, ok, type Result } from "../result";
import { tellOwner } from "../signup/known-address";
import { mintToken } from "../tokens/one-time-token";
import { domainKindOf } from "./domain-kind";
import { issueApproval } from "./issue-approval";
import { lockRequest } from "./lock-request";
import { mailReceipt } from "./mail-receipt";
import { recordRequestEvent } from "./record-request-event";

type Submission = RequestAccessInput & { source: RequestSource };

/**
 * Records a request for access. Answers alike for a new, pending, decided or registered address, so that the form
 * cannot be used to find out who has an account. One request per address: sending it again updates it while it waits,
 * brings a rejected one back to the queue, and mails an approved one its link again.
 */
export async function requestAccess(
  ctx: CoreContext,
  input: RequestAccessInput,
  { source = "web" }: { source?: RequestSource } = {},
): Promise<Result<undefined, "validation_failed">> {
  if (!ctx.config.buyerModes.includes(input.buyerMode)) {
    return err("validation_failed", { fieldErrors: { buyerMode: ["buyer_mode"] } });
  }
  // At most one mail an hour to an address, however often it is typed.
  const mayMail = (await ctx.limits.consume("accessMailPerRecipient", `access:${input.email}`)).allowed;
  try {
    await ctx.db.$transaction((tx) => submit(ctx, tx, { ...input, source }, mayMail));
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    // Two first requests at once: the second is a repetition of the first. The leave to mail stays with who has it.
    await ctx.db.$transaction((tx) => submit(ctx, tx, { ...input, source }, mayMail));
  }
  return ok();
}

async function submit(ctx: CoreContext, tx: Transaction, input: Submission, mayMail: boolean): Promise<void> {
  const isNew = await record(ctx, tx, input, mayMail);
  // For every address alike: what rules make of it, and who hears of it, is found out after the answer.
  await ctx.jobs.enqueue(tx, { name: "receive-access-request", email: input.email, isNew, request: jobRequest(ctx) });
}

/** Answers whether it starts to wait with this. */
async function record(ctx: CoreContext, tx: Transaction, input: Submission, mayMail: boolean): Promise<boolean> {
  const owner = await tx.user.findUnique({ where: { email: input.email } });
  if (owner) {
    await recordAuditEvent(ctx, tx, { action: "access_request.submitted", details: { to: "account" } });
    if (mayMail) await tellOwner(ctx, tx, owner);
    return false;
  }
  const existing = await findLocked(tx, input.email);
  const request = existing ? await submitAgain(ctx, tx, existing, input) : await create(ctx, tx, input);
  await recordAuditEvent(ctx, tx, {
    action: "access_request.submitted",
    target: { type: "access_request", id: request.id },
  });
  if (mayMail) await mailApplicant(ctx, tx, request);
  return request.status === "PENDING" && existing?.status !== "PENDING";
}

/** The address's request, held: a decision that is being made is waited for. */
async function findLocked(tx: Transaction, email: string): Promise<AccessRequest | null> {
  const known = await tx.accessRequest.findUnique({ where: { email }, select: { id: true } });
  if (!known) return null;
  await lockRequest(tx, known.id);
  return tx.accessRequest.findUnique({ where: { id: known.id } });
}

function contentOf(ctx: CoreContext, input: Submission, notes: string[] = []) {
  const { name, email, organization, useCase } = input;
  return {
    ...input,
    emailDomain: domainOf(email),
    domainKind: domainKindOf(ctx, email),
    searchText: searchTextOf({ name, email, organization, useCase }, notes),
    locale: ctx.request.locale,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    submittedAt: ctx.clock.now(),
  };
}

async function create(ctx: CoreContext, tx: Transaction, input: Submission): Promise<AccessRequest> {
  const request = await tx.accessRequest.create({ data: { ...contentOf(ctx, input), createdAt: ctx.clock.now() } });
  await recordRequestEvent(ctx, tx, request.id, { kind: "submitted" });
  return request;
}

async function submitAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: AccessRequest,
  input: Submission,
): Promise<AccessRequest> {
  await recordRequestEvent(ctx, tx, existing.id, {
    kind: "submitted_again",
    text: [input.name, input.organization, input.buyerMode, input.useCase].join("\n"),
  });
  if (existing.status === "APPROVED" || existing.status === "EXPIRED") return existing;
  const { submittedAt, ...content } = contentOf(ctx, input, await notesOf(tx, existing.id));
  const wasDecided = existing.status === "REJECTED" || existing.status === "REGISTERED";
  const isInQueue = !ctx.config.confirmRequests || existing.emailConfirmedAt !== null;
  return tx.accessRequest.update({
    where: { id: existing.id },
    data: {
      ...content,
      version: { increment: 1 },
      // Whoever gave the first of two approvals has not seen this.
      ...{ ...withoutFirstApproval, undoUntil: null, undoTo: null },
      ...(wasDecided ? waitingAgain : {}),
      ...(existing.status === "NEEDS_INFO" ? { status: "PENDING", question: null } : {}),
      // A repetition does not lose its place in the queue; a new try after a decision starts at its end.
      ...(wasDecided || !isInQueue ? { submittedAt } : {}),
    },
  });
}

async function notesOf(tx: Transaction, accessRequestId: string): Promise<string[]> {
  const notes = await tx.accessRequestEvent.findMany({
    where: { accessRequestId, kind: "note" },
    select: { text: true },
  });
  return notes.map(({ text }) => text);
}

async function mailApplicant(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<void> {
  const { email, name, locale } = request;
  if (request.status === "APPROVED" || request.status === "EXPIRED") {
    await issueApproval(ctx, tx, request, { replace: false });
    return;
  }
  if (ctx.config.confirmRequests && !request.emailConfirmedAt) {
    const expiresAt = secondsAfter(ctx.clock.now(), requestConfirmationSeconds);
    const token = await mintToken(tx, {
      purpose: "REQUEST_CONFIRMATION",
      email,
      accessRequestId: request.id,
      expiresAt,
    });
    const url = tokenUrl(ctx.config, "confirm-request", token);
    await ctx.mailer.enqueue(
      tx,
      { template: "confirm-request", to: email, locale, props: { name, url, expiresAt } },
      { accessRequestId: request.id },
    );
    return;
  }
  await mailReceipt(ctx, tx, request);
}
