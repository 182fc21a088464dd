import type { AccessRequest } from "@/generated/prisma/client";
import { domainOf } from "@/lib/values/domains";
import type { RequestAccessInput } from "@/lib/values/forms";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import type { RequestSource } from "@/lib/values/queue";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { isUniqueViolation, type Transaction } from "../kernel/database";
import { idLikeOurs } from "../kernel/id-like-ours";
import type { Submission } from "../kernel/jobs";
import { err, ok, type Result } from "../kernel/result";
import { tellOwner } from "../users/known-address";
import { mailConfirmation, mailReceipt } from "./confirm";
import { mailStandingApproval } from "./invitation";
import { domainKindOf, lockRequest, openRequestOf, recordRequestEvent, searchTextOf } from "./request";
import { keepVersion, type SentVersion } from "./versions";

/** Does the same work for any address, to reveal no account (ADR 0014). */
export async function requestAccess(
  ctx: CoreContext,
  input: RequestAccessInput,
  { source = "web" }: { source?: RequestSource } = {},
): Promise<Result<undefined, "validation_failed">> {
  if (!ctx.config.buyerModes.includes(input.buyerMode)) {
    return err("validation_failed", { fieldErrors: { buyerMode: ["buyer_mode"] } });
  }
  const mayMail = (await ctx.limits.consume("accessMailPerRecipient", `access:${canonicalMailbox(input.email)}`))
    .allowed;
  const now = ctx.clock.now();
  const submission = { id: idLikeOurs(now), at: now.toISOString(), input: { ...input, source }, mayMail };
  await ctx.jobs.enqueue(ctx.db, { name: "record-access-request", submission, request: jobRequest(ctx) });
  return ok();
}

/**
 * Only adds a version to an open request, because the sender may not own the address. Its owner chooses by an emailed
 * link.
 */
export async function recordSubmission(ctx: CoreContext, submission: Submission): Promise<void> {
  const submit = () => ctx.db.$transaction((tx) => record(ctx, tx, submission));
  try {
    await submit();
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    // The second of two simultaneous first requests becomes a version.
    await submit();
  }
}

async function record(ctx: CoreContext, tx: Transaction, submission: Submission): Promise<void> {
  const { id, input, mayMail } = submission;
  // An earlier run recorded it.
  if (await tx.accessRequestEvent.findUnique({ where: { id }, select: { id: true } })) return;
  // Waits for a running registration.
  const existing = await findLocked(tx, input.email);
  const owner = await tx.user.findUnique({ where: { email: input.email } });
  if (owner) {
    if (await tx.mail.findUnique({ where: { id }, select: { id: true } })) return;
    await recordAuditEvent(ctx, tx, { action: "access_request.submitted", details: { to: "account" } });
    if (mayMail) await tellOwner(ctx, tx, owner, { mailId: id });
    return;
  }
  // The event's unique id makes a second process retry.
  const recorded = existing ? await submitAgain(ctx, tx, existing, submission) : await create(ctx, tx, submission);
  const { request } = recorded;
  await recordAuditEvent(ctx, tx, {
    action: "access_request.submitted",
    target: { type: "access_request", id: request.id },
    ...(existing ? { details: { resubmitted: true } } : {}),
  });
  if (mayMail) await mailApplicant(ctx, tx, recorded);
  if (existing) return;
  const job = { name: "receive-access-request", email: input.email, isNew: true, request: jobRequest(ctx) } as const;
  await ctx.jobs.enqueue(tx, job);
}

/** Waits for a running decision. */
async function findLocked(tx: Transaction, email: string): Promise<AccessRequest | null> {
  const known = await tx.accessRequest.findFirst({ where: openRequestOf(email), select: { id: true } });
  if (!known) return null;
  await lockRequest(tx, known.id);
  return tx.accessRequest.findFirst({ where: { id: known.id, ...openRequestOf(email) } });
}

interface Recorded {
  request: AccessRequest;
  /** The current version if there was no room. */
  version: SentVersion;
}

async function create(ctx: CoreContext, tx: Transaction, submission: Submission): Promise<Recorded> {
  const { id, input, at } = submission;
  const { email, name, organization, useCase } = input;
  const request = await tx.accessRequest.create({
    data: {
      ...input,
      emailDomain: domainOf(email),
      domainKind: domainKindOf(ctx, email),
      searchText: searchTextOf({ name, email, organization, useCase }, []),
      locale: ctx.request.locale,
      ip: ctx.request.ip,
      userAgent: ctx.request.userAgent,
      submittedAt: new Date(at),
      createdAt: new Date(at),
    },
  });
  await recordRequestEvent(ctx, tx, request.id, { id, kind: "submitted" });
  return { request, version: request };
}

async function submitAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: AccessRequest,
  { at, id, input }: Submission,
): Promise<Recorded> {
  const { name, organization, buyerMode, useCase, source } = input;
  const text = [name, organization, buyerMode, useCase].join("\n");
  await recordRequestEvent(ctx, tx, existing.id, { id, kind: "submitted_again", text });
  if (existing.status === "APPROVED" || existing.status === "EXPIRED") {
    return { request: existing, version: existing };
  }
  const { ip, locale, userAgent } = ctx.request;
  const sent = {
    id,
    name,
    organization,
    buyerMode,
    useCase,
    source,
    ip,
    locale,
    userAgent,
    submittedAt: new Date(at),
  };
  return { request: existing, version: (await keepVersion(tx, existing, sent)) ?? existing };
}

/** Includes confirmed and rejected requests. */
function needsConfirmation(ctx: CoreContext, { emailConfirmedAt, status }: AccessRequest): boolean {
  return ctx.config.confirmRequests || emailConfirmedAt !== null || status === "REJECTED";
}

async function mailApplicant(ctx: CoreContext, tx: Transaction, { request, version }: Recorded): Promise<void> {
  if (request.status === "APPROVED" || request.status === "EXPIRED") {
    await mailStandingApproval(ctx, tx, request);
    return;
  }
  if (needsConfirmation(ctx, request)) {
    await mailConfirmation(ctx, tx, request, version);
    return;
  }
  await mailReceipt(ctx, tx, request);
}
