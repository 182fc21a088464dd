import type { AdminActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction } from "../database";
import { mailWait } from "../mail-limits";
import { err, ok, type Result } from "../result";
import { mailRegistrations } from "../signup/resend-verification-email";
import { holdUser } from "./operator";

type Refusal = "user_not_found" | "admin_required" | "email_already_verified" | "account_deactivated" | "rate_limited";

/** Mails the links of everything that was registered with the address again; those before them stop working. */
export async function resendUserVerification(
  ctx: CoreContext,
  admin: AdminActor,
  input: { userId: string },
): Promise<Result<undefined, Refusal>> {
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    const held = await holdUser(tx, admin, input.userId);
    if (!held.ok) return held;
    const user = held.value;
    if (user.emailVerifiedAt) return err("email_already_verified");
    if (user.deactivatedAt) return err("account_deactivated");
    if (!(await mailRegistrations(ctx, tx, user))) return err("rate_limited", mailWait("verify-email"));
    await recordAuditEvent(ctx, tx, {
      action: "user.verification_resent",
      actor: admin,
      target: { type: "user", id: user.id },
      subjectId: user.id,
    });
    return ok();
  });
}
