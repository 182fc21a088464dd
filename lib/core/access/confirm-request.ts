import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../context";
import { inTransaction } from "../database";
import { err, ok, type Result } from "../result";
import { consumeToken, findToken } from "../tokens/one-time-token";
import { mailReceipt } from "./mail-receipt";
import { recordRequestEvent } from "./record-request-event";

/** Proves the applicant's address (CONFIRM_REQUESTS), which lets the request reach the queue. Twice is a success. */
export async function confirmRequest(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<undefined, "token_invalid">> {
  return inTransaction<undefined, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    const token = await consumeToken(tx, "REQUEST_CONFIRMATION", input.token, now);
    if (!token?.accessRequestId) {
      const found = await findToken(tx, "REQUEST_CONFIRMATION", input.token);
      return found?.usedAt ? ok() : err("token_invalid");
    }
    const request = await tx.accessRequest.update({
      where: { id: token.accessRequestId },
      data: { emailConfirmedAt: now },
    });
    await ctx.jobs.enqueue(tx, {
      name: "receive-access-request",
      email: request.email,
      isNew: true,
      request: jobRequest(ctx),
    });
    await mailReceipt(ctx, tx, request);
    await recordRequestEvent(ctx, tx, token.accessRequestId, { kind: "confirmed" });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.confirmed",
      target: { type: "access_request", id: token.accessRequestId },
    });
    return ok();
  });
}
