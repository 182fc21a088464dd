import type { AccessRequest, AccessResubmission } from "@/generated/prisma/client";
import type { ChooseVersionInput, ConfirmRequestInput } from "@/lib/values/request-questions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { consumeToken, findToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { lockRequest } from "./lock-request";
import { mailReceipt } from "./mail-receipt";
import { placeWords, replaceable } from "./place-words";
import { recordRequestEvent } from "./record-request-event";
import { readRequestToken } from "./request-link";

type Refusal = "token_invalid" | "validation_failed";

/**
 * Proves the applicant's address, which lets a request reach the queue (CONFIRM_REQUESTS), with the version that the
 * address's owner chose. `versionId`: may be absent where there is one version. Twice is a success.
 */
export async function confirmRequest(
  ctx: CoreContext,
  { token, versionId }: ConfirmRequestInput,
): Promise<Result<undefined, Refusal>> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", token);
  const id = found?.accessRequestId;
  if (!id) return err("token_invalid");
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const request = await findHeld(tx, id);
    if (!request) return err("token_invalid");
    if (!(await consumeToken(tx, "REQUEST_CONFIRMATION", token, ctx.clock.now()))) {
      const spent = await findToken(tx, "REQUEST_CONFIRMATION", token);
      return spent?.usedAt ? ok() : err("token_invalid");
    }
    if (request.status === "REGISTERED") return ok();
    if (versionId === undefined && replaceable.includes(request.status) && request.resubmissions.length > 0) {
      return err("validation_failed", { fieldErrors: { versionId: ["required"] } });
    }
    return confirmVersion(ctx, tx, request, versionId ?? id);
  });
}

/**
 * From the applicant's own page, whose link proves the address, too: puts the version in place that they chose. Refused once
 * a decision stands: a request that somebody registered from belongs to its account.
 */
export async function chooseVersion(
  ctx: CoreContext,
  { token, versionId }: ChooseVersionInput,
): Promise<Result<undefined, Refusal>> {
  const id = readRequestToken(ctx, token);
  if (!id) return err("token_invalid");
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const request = await findHeld(tx, id);
    if (!request || !replaceable.includes(request.status)) return err("token_invalid");
    return confirmVersion(ctx, tx, request, versionId);
  });
}

type Versioned = AccessRequest & { resubmissions: AccessResubmission[] };

/** The request, held, with what was sent for it again. */
async function findHeld(tx: Transaction, id: string): Promise<Versioned | null> {
  await lockRequest(tx, id);
  return tx.accessRequest.findUnique({ where: { id }, include: { resubmissions: true } });
}

/** Puts one version in place; the others go, for the address's owner has seen them. After a decision no word changes. */
async function confirmVersion(
  ctx: CoreContext,
  tx: Transaction,
  { resubmissions, ...before }: Versioned,
  versionId: string,
): Promise<Result<undefined, Refusal>> {
  const { id, email } = before;
  const isUndecided = replaceable.includes(before.status);
  const words = resubmissions.find((version) => version.id === versionId);
  if (isUndecided && !words && versionId !== id) return err("token_invalid");
  const isNew = isUndecided && words !== undefined;
  if (isNew) await placeWords(ctx, tx, before, words);
  if (isUndecided) await tx.accessResubmission.deleteMany({ where: { accessRequestId: id } });
  if (!isNew && before.emailConfirmedAt) return ok();
  const request = await tx.accessRequest.update({ where: { id }, data: { emailConfirmedAt: ctx.clock.now() } });
  if (isNew || (isUndecided && ctx.config.confirmRequests)) {
    await ctx.jobs.enqueue(tx, { name: "receive-access-request", email, isNew: true, request: jobRequest(ctx) });
    await mailReceipt(ctx, tx, request);
  }
  await recordRequestEvent(ctx, tx, id, { kind: "confirmed" });
  await recordAuditEvent(ctx, tx, {
    action: "access_request.confirmed",
    target: { type: "access_request", id },
  });
  return ok();
}
