import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";
import { holdUser } from "../users/operator";
import { mailRegistrations } from "./sign-up/resend-verification-email";

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
