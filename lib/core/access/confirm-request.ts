import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../context";
import { inTransaction, type Transaction } from "../database";
import { err, ok, type Result } from "../result";
import { consumeToken, findToken } from "../tokens/one-time-token";
import { lockRequest } from "./lock-request";
import { mailReceipt } from "./mail-receipt";
import { placeWords, replaceable } from "./place-words";
import { recordRequestEvent } from "./record-request-event";
import { readRequestToken } from "./request-link";

/**
 * Proves the applicant's address, which lets a request reach the queue (CONFIRM_REQUESTS). The link of what was sent
 * again puts those words in place, and no other's. Twice is a success.
 */
export async function confirmRequest(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", input.token);
  const id = found?.accessRequestId;
  if (!id) return err("token_invalid");
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockRequest(tx, id);
    const token = await consumeToken(tx, "REQUEST_CONFIRMATION", input.token, ctx.clock.now());
    if (!token) {
      const spent = await findToken(tx, "REQUEST_CONFIRMATION", input.token);
      return spent?.usedAt ? ok() : err("token_invalid");
    }
    await confirmHeld(ctx, tx, id, token.resubmissionId);
    return ok();
  });
}

/** From the applicant's own page: puts the newer version that it shows in place. The link proves the address, too. */
export async function placeNewerWords(
  ctx: CoreContext,
  { token, resubmissionId }: { token: string; resubmissionId: string },
): Promise<Result<undefined, "token_invalid">> {
  const id = readRequestToken(ctx, token);
  if (!id) return err("token_invalid");
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    await lockRequest(tx, id);
    const isThere = await tx.accessResubmission.count({ where: { id: resubmissionId, accessRequestId: id } });
    if (isThere === 0) return err("token_invalid");
    await confirmHeld(ctx, tx, id, resubmissionId);
    return ok();
  });
}

async function confirmHeld(
  ctx: CoreContext,
  tx: Transaction,
  id: string,
  resubmissionId: string | null,
): Promise<void> {
  const before = await tx.accessRequest.findUniqueOrThrow({ where: { id } });
  // One that gave way to a newer version is gone: then the link proves the address and changes no word.
  const words = resubmissionId
    ? await tx.accessResubmission.findUnique({
        where: { id: resubmissionId, accessRequestId: id },
        omit: { accessRequestId: true },
      })
    : null;
  if (words && replaceable.includes(before.status)) await placeWords(ctx, tx, before, words);
  const request = await tx.accessRequest.update({ where: { id }, data: { emailConfirmedAt: ctx.clock.now() } });
  const { email } = request;
  await ctx.jobs.enqueue(tx, { name: "receive-access-request", email, isNew: true, request: jobRequest(ctx) });
  await mailReceipt(ctx, tx, request);
  await recordRequestEvent(ctx, tx, id, { kind: "confirmed" });
  await recordAuditEvent(ctx, tx, {
    action: "access_request.confirmed",
    target: { type: "access_request", id },
  });
}
