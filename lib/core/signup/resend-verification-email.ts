import type { Email } from "@/lib/values/email";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../context";
import { wasMailedBefore } from "../mailed-before";
import { ok, type Result } from "../result";
import { sendVerification } from "./send-verification";

/** Asks for a new verification link. Answers alike, and after the same work, for every address. */
export async function resendVerificationEmail(ctx: CoreContext, input: { email: Email }): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-verification", email: input.email, request: jobRequest(ctx) });
  return ok();
}

/** The job's side: only an active account that is not verified yet gets a mail. */
export async function mailVerification(
  ctx: CoreContext,
  { email, once }: { email: string; once?: string },
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user || user.deactivatedAt || user.emailVerifiedAt) return;
  const limit = await ctx.limits.consume("mailPerRecipient", `verification:${user.id}`);
  if (!limit.allowed) return;
  await ctx.db.$transaction(async (tx) => {
    if (await wasMailedBefore(tx, once)) return;
    await sendVerification(ctx, tx, user, once);
    await recordAuditEvent(ctx, tx, { action: "user.verification_requested", subjectId: user.id });
  });
}
