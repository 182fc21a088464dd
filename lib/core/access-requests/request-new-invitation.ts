import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { findToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { issueApproval } from "./issue-approval";
import { lockRequest } from "./lock-request";
import { recordRequestEvent } from "./record-request-event";
import { readRequestToken } from "./request-link";

/**
 * From an expired invitation: mails a new link to the same address, without another review, as long as nobody has
 * withdrawn the approval. Says nothing about whether it did.
 */
export async function requestNewInvitation(ctx: CoreContext, input: { token: string }): Promise<Result<undefined>> {
  const found = await findToken(ctx.db, "APPROVAL", input.token);
  if (found?.accessRequestId && !found.usedAt) await mailAnotherLink(ctx, found.accessRequestId);
  return ok();
}

/** The same from the applicant's own page. */
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
    // Its first link is held back still, together with the way to undo it.
    if (request.undoUntil && request.undoUntil > ctx.clock.now()) return;
    if (!(await issueApproval(ctx, tx, request))) return;
    await recordRequestEvent(ctx, tx, id, { kind: "approval_resent" });
    await recordAuditEvent(ctx, tx, {
      action: "access_request.approval_resent",
      target: { type: "access_request", id },
    });
  });
}
