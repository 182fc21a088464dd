import { z } from "zod";
import { eraseAccessRequestSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { secondsAfter, unconfirmedRequestSeconds } from "../kernel/lifetimes";
import { err, ok } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { lockReviewer } from "./approvers";
import { lockRequest } from "./request";

const daySeconds = 24 * 60 * 60;
/** Limits how long a run locks the table. */
const batch = 100;
const unconfirmedBatch = 500;

export const eraseAccessRequest = act({
  access: "admin",
  stepUp: true,
  input: eraseAccessRequestSchema.extend({ id: idSchema }),
  output: z.null(),
  errors: ["not_found", "admin_required", "step_up_required", "validation_failed"],
  example: { input: { confirmation: "jane@company.com" }, output: null },
  async run(ctx, admin, { confirmation, id }) {
    return inTransaction<null, "not_found" | "admin_required" | "validation_failed">(ctx, async (tx) => {
      const locked = await lockReviewer(tx, admin);
      if (!locked.ok) return locked;
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
      return ok(null);
    });
  },
});

export async function eraseOldRejections(ctx: CoreContext): Promise<void> {
  const { rejectedRetentionDays } = await getSettings(ctx);
  if (rejectedRetentionDays === null) return;
  const before = secondsAfter(ctx.clock.now(), -rejectedRetentionDays * daySeconds);
  const old = { status: "REJECTED", decidedAt: { lt: before } } as const;
  const due = await ctx.db.accessRequest.findMany({ where: old, select: { id: true }, take: batch });
  for (const { id } of due) {
    await inTransaction(ctx, async (tx) => {
      await lockRequest(tx, id);
      // May have been deleted or sent again meanwhile.
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

/** Old emails lack a request id. */
async function erase(tx: Transaction, { email, id }: { id: string; email: string }): Promise<void> {
  const ofApplicants = ["access-requested", "confirm-request", "access-approved", "access-rejected"];
  await tx.mail.deleteMany({ where: { OR: [{ accessRequestId: id }, { to: email, template: { in: ofApplicants } }] } });
  await tx.accessRequest.delete({ where: { id } });
}

export async function ageOutUnconfirmed(ctx: CoreContext): Promise<void> {
  if (!ctx.config.confirmRequests) return;
  const before = secondsAfter(ctx.clock.now(), -unconfirmedRequestSeconds);
  const stale = {
    status: "PENDING",
    emailConfirmedAt: null,
    // Older requests have no such link and stay.
    tokens: { some: { purpose: "REQUEST_CONFIRMATION" } },
    submittedAt: { lt: before },
    // A newer version may be the address owner's.
    resubmissions: { none: { submittedAt: { gte: before } } },
  } as const;
  const due = await ctx.db.accessRequest.findMany({ where: stale, select: { id: true }, take: unconfirmedBatch });
  if (due.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    const ids = due.map(({ id }) => id);
    await tx.mail.deleteMany({ where: { accessRequestId: { in: ids }, accessRequest: stale } });
    const { count } = await tx.accessRequest.deleteMany({ where: { id: { in: ids }, ...stale } });
    if (count > 0) {
      await recordAuditEvent(ctx, tx, { action: "access_request.aged_out", actor: "system", details: { count } });
    }
    return ok();
  });
}
