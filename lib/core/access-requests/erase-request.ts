import type { EraseAccessRequestInput } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { holdReviewer } from "./hold-reviewer";
import { lockRequest } from "./lock-request";

const daySeconds = 24 * 60 * 60;
/** At most so many in one turn, so that none holds the table for long; the rest is erased a minute later. */
const batch = 100;

/**
 * Removes a request with its history, links and mails. Of the applicant nothing stays but what an account of theirs
 * has; the audit log keeps that a request was erased, when and by whom, without a word about whose. For admins, who
 * type the address, with a recent proof.
 */
export async function eraseAccessRequest(
  ctx: CoreContext,
  admin: AdminActor,
  { confirmation, id }: EraseAccessRequestInput & { id: string },
): Promise<Result<undefined, "not_found" | "admin_required" | "step_up_required" | "validation_failed">> {
  if (!isId(id)) return err("not_found");
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  return inTransaction<undefined, "not_found" | "admin_required" | "validation_failed">(ctx, async (tx) => {
    const held = await holdReviewer(tx, admin);
    if (!held.ok) return held;
    await lockRequest(tx, id);
    const request = await tx.accessRequest.findUnique({ where: { id }, select: { id: true, email: true } });
    if (!request) return err("not_found");
    if (confirmation.toLowerCase() !== request.email) {
      return err("validation_failed", { fieldErrors: { confirmation: ["request_address"] } });
    }
    await erase(tx, request);
    await recordAuditEvent(ctx, tx, {
      action: "access_request.erased",
      actor: admin,
      target: { type: "access_request", id },
      details: { why: "asked" },
    });
    return ok();
  });
}

/** Erases rejected requests that are older than the settings keep them. */
export async function eraseOldRejections(ctx: CoreContext): Promise<void> {
  const { rejectedRetentionDays } = await getSettings(ctx);
  if (rejectedRetentionDays === null) return;
  const before = secondsAfter(ctx.clock.now(), -rejectedRetentionDays * daySeconds);
  const old = { status: "REJECTED", decidedAt: { lt: before } } as const;
  const due = await ctx.db.accessRequest.findMany({ where: old, select: { id: true }, take: batch });
  for (const { id } of due) {
    await inTransaction(ctx, async (tx) => {
      await lockRequest(tx, id);
      // Another process may have been here, or the applicant has asked again.
      const request = await tx.accessRequest.findFirst({ where: { id, ...old }, select: { id: true, email: true } });
      if (!request) return ok();
      await erase(tx, request);
      await recordAuditEvent(ctx, tx, {
        action: "access_request.erased",
        actor: "system",
        target: { type: "access_request", id },
        details: { why: "retention", days: rejectedRetentionDays },
      });
      return ok();
    });
  }
}

/** History, links and presence go with the row; mails of before they knew their request go by address and kind. */
async function erase(tx: Transaction, { email, id }: { id: string; email: string }): Promise<void> {
  const ofApplicants = ["access-requested", "confirm-request", "access-approved", "access-rejected"];
  await tx.mail.deleteMany({ where: { OR: [{ accessRequestId: id }, { to: email, template: { in: ofApplicants } }] } });
  await tx.accessRequest.delete({ where: { id } });
}
