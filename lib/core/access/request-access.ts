import type { AccessRequest } from "@/generated/prisma/client";
import { domainOf } from "@/lib/values/domains";
import type { RequestAccessInput } from "@/lib/values/forms";
import type { RequestSource } from "@/lib/values/queue";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../context";
import { isUniqueViolation, type Transaction } from "../database";
import { idLikeOurs } from "../id-like-ours";
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

/** What an applicant sent, and when. A job keeps it until it is recorded. */
export interface Submission {
  /** One a submission: recording it twice is recording it once. */
  id: string;
  /** ISO 8601. */
  at: string;
  input: RequestAccessInput & { source: RequestSource };
  /** False: the address was mailed within the hour. */
  mayMail: boolean;
}

/**
 * Asks for access. Answers alike, and after the same work, for a new, pending, decided or registered address, so that
 * the form cannot be used to find out who has an account: what it is is looked up later, by the job (ADR 0014).
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
  const now = ctx.clock.now();
  const submission = { id: idLikeOurs(now), at: now.toISOString(), input: { ...input, source }, mayMail };
  await ctx.jobs.enqueue(ctx.db, { name: "record-access-request", submission, request: jobRequest(ctx) });
  return ok();
}

/**
 * The job's side. One request per address: sending it again updates it while it waits, brings a rejected one back to the
 * queue, and mails an approved one its link again. The owner of an account is told instead.
 */
export async function recordSubmission(ctx: CoreContext, submission: Submission): Promise<void> {
  const submit = () => ctx.db.$transaction((tx) => record(ctx, tx, submission));
  try {
    await submit();
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    // Two first requests at once: the second is a repetition of the first.
    await submit();
  }
}

async function record(ctx: CoreContext, tx: Transaction, submission: Submission): Promise<void> {
  const { id, input, mayMail } = submission;
  // Before anything else: whoever was a stranger when it was recorded may have an account by now.
  if (await tx.accessRequestEvent.findUnique({ where: { id }, select: { id: true } })) return;
  const owner = await tx.user.findUnique({ where: { email: input.email } });
  if (owner) {
    if (await tx.mail.findUnique({ where: { id }, select: { id: true } })) return;
    await recordAuditEvent(ctx, tx, { action: "access_request.submitted", details: { to: "account" } });
    if (mayMail) await tellOwner(ctx, tx, owner, { mailId: id });
    return;
  }
  // Of two processes that record it at once the second finds its event's id taken, begins anew and ends above.
  const existing = await findLocked(tx, input.email);
  const request = existing ? await submitAgain(ctx, tx, existing, submission) : await create(ctx, tx, submission);
  await recordAuditEvent(ctx, tx, {
    action: "access_request.submitted",
    target: { type: "access_request", id: request.id },
  });
  if (mayMail) await mailApplicant(ctx, tx, request);
  // What rules make of it, and who hears of it.
  const isNew = request.status === "PENDING" && existing?.status !== "PENDING";
  const job = { name: "receive-access-request", email: input.email, isNew, request: jobRequest(ctx) } as const;
  await ctx.jobs.enqueue(tx, job);
}

/** The address's request, held: a decision that is being made is waited for. */
async function findLocked(tx: Transaction, email: string): Promise<AccessRequest | null> {
  const known = await tx.accessRequest.findUnique({ where: { email }, select: { id: true } });
  if (!known) return null;
  await lockRequest(tx, known.id);
  return tx.accessRequest.findUnique({ where: { id: known.id } });
}

function contentOf(ctx: CoreContext, { input, at }: Submission, notes: string[] = []) {
  const { name, email, organization, useCase } = input;
  return {
    ...input,
    emailDomain: domainOf(email),
    domainKind: domainKindOf(ctx, email),
    searchText: searchTextOf({ name, email, organization, useCase }, notes),
    locale: ctx.request.locale,
    ip: ctx.request.ip,
    userAgent: ctx.request.userAgent,
    submittedAt: new Date(at),
  };
}

async function create(ctx: CoreContext, tx: Transaction, submission: Submission): Promise<AccessRequest> {
  const createdAt = new Date(submission.at);
  const request = await tx.accessRequest.create({ data: { ...contentOf(ctx, submission), createdAt } });
  await recordRequestEvent(ctx, tx, request.id, { id: submission.id, kind: "submitted" });
  return request;
}

async function submitAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: AccessRequest,
  submission: Submission,
): Promise<AccessRequest> {
  const { id, input } = submission;
  await recordRequestEvent(ctx, tx, existing.id, {
    id,
    kind: "submitted_again",
    text: [input.name, input.organization, input.buyerMode, input.useCase].join("\n"),
  });
  if (existing.status === "APPROVED" || existing.status === "EXPIRED") return existing;
  const { submittedAt, ...content } = contentOf(ctx, submission, await notesOf(tx, existing.id));
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
