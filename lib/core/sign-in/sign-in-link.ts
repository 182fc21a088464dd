import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { secondsAfter, signInLinkSeconds } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, voidUserTokens } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { mailOrigin, tokenUrl } from "../mail/mail-links";
import { rememberDevice } from "../sessions/known-device";
import { lockUser } from "../users/lock-user";

/** Once a day per account, after a pause for unknown browsers. */
export async function mailSignInLink(ctx: CoreContext, userId: string): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { id: userId } });
  if (!user?.emailVerifiedAt || user.deactivatedAt) return;
  if (!(await ctx.limits.consume("signInLink", user.id)).allowed) return;
  await ctx.db.$transaction(async (tx) => {
    const expiresAt = secondsAfter(ctx.clock.now(), signInLinkSeconds);
    const token = await mintToken(tx, { purpose: "SIGN_IN", email: user.email, userId, expiresAt });
    await ctx.mailer.enqueue(tx, {
      template: "sign-in-paused",
      to: user.email,
      locale: user.locale,
      props: {
        name: user.name,
        url: tokenUrl(ctx.config, "sign-in-here", token),
        expiresAt,
        origin: mailOrigin(ctx),
      },
    });
  });
}

/** Makes the browser known, without signing in. */
export async function openSignInHere(
  ctx: CoreContext,
  input: { token: string },
): Promise<Result<{ deviceToken: string | null; email: string }, "token_invalid">> {
  const found = await findToken(ctx.db, "SIGN_IN", input.token);
  if (!found?.userId) return err("token_invalid");
  const { userId } = found;
  return inTransaction<{ deviceToken: string | null; email: string }, "token_invalid">(ctx, async (tx) => {
    const now = ctx.clock.now();
    await lockUser(tx, userId);
    const token = await consumeToken(tx, "SIGN_IN", input.token, now);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!token || !user || user.deactivatedAt || user.email !== token.email) return err("token_invalid");
    await voidUserTokens(tx, userId, ["SIGN_IN"], now);
    const deviceToken = await rememberDevice(ctx, tx, userId);
    await recordAuditEvent(ctx, tx, { action: "user.sign_in_link_used", actor: user });
    return ok({ deviceToken, email: user.email });
  });
}
