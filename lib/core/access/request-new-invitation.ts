import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { ok, type Result } from "../result";
import { findToken } from "../tokens/one-time-token";
import { issueApproval } from "./issue-approval";
import { lockRequest } from "./lock-request";
import { recordRequestEvent } from "./record-request-event";

/**
 * From an expired invitation: mails a new link to the same address, without another review, as long as nobody has
 * withdrawn the approval. Says nothing about whether it did.
 */
export async function requestNewInvitation(ctx: CoreContext, input: { token: string }): Promise<Result<undefined>> {
  const found = await findToken(ctx.db, "APPROVAL", input.token);
  if (!found?.accessRequestId || found.usedAt) return ok();
  const id = found.accessRequestId;
  const limit = await ctx.limits.consume("mailPerRecipient", `invitation:${id}`);
  if (!limit.allowed) return ok();
  await ctx.db.$transaction(async (tx) => {
    await lockRequest(tx, id);
    const request = await tx.accessRequest.findUnique({ where: { id } });
    if (!request || (request.status !== "APPROVED" && request.status !== "EXPIRED")) return;
    await issueApproval(ctx, tx, request, { replace: true });
    await recordRequestEvent(ctx, tx, id, { kind: "approval_resent" });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.approval_resent",
      target: { type: "access_request", id },
      details: { email: request.email },
    });
  });
  return ok();
}
