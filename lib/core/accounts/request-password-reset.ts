import type { Email } from "@/lib/values/email";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { passwordResetSeconds, secondsAfter } from "../kernel/lifetimes";
import { deleteToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { wasMailedBefore } from "../mail/mailed-before";

/**
 * Asks for a reset link. Answers alike, and after the same work, for every address: whether there is an account is
 * looked up later, by the job.
 */
export async function requestPasswordReset(ctx: CoreContext, input: { email: Email }): Promise<Result<undefined>> {
  await ctx.jobs.enqueue(ctx.db, { name: "mail-password-reset", email: input.email, request: jobRequest(ctx) });
  return ok();
}

/** The job's side: mails a link that works for an hour to the address on file, and withdraws earlier links. */
export async function mailPasswordReset(
  ctx: CoreContext,
  { email, once }: { email: string; once?: string },
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user || user.deactivatedAt) return;
  await ctx.db.$transaction(async (tx) => {
    if (await wasMailedBefore(tx, once)) return;
    const now = ctx.clock.now();
    const expiresAt = secondsAfter(now, passwordResetSeconds);
    const token = await mintToken(tx, { purpose: "PASSWORD_RESET", email: user.email, userId: user.id, expiresAt });
    const props = {
      name: user.name,
      url: tokenUrl(ctx.config, "reset-password", token),
      expiresAt,
      origin: mailOrigin(ctx),
    };
    const mail = { template: "password-reset" as const, to: user.email, locale: user.locale, props };
    if ((await ctx.mailer.enqueue(tx, mail, { id: once })) === null) {
      await deleteToken(tx, token);
      return;
    }
    await voidUserTokens(tx, user.id, ["PASSWORD_RESET"], now, token);
    await recordAuditEvent(ctx, tx, { action: "user.password_reset_requested", subjectId: user.id });
  });
}
