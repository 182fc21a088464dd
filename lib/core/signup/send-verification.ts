import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { emailVerificationSeconds, secondsAfter } from "../lifetimes";
import { tokenUrl } from "../mail-links";
import { mintToken, voidUserTokens } from "../tokens/one-time-token";

/** Mails a verification link that works for a day, and withdraws earlier ones. */
export async function sendVerification(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  mailId?: string,
): Promise<void> {
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, emailVerificationSeconds);
  await voidUserTokens(tx, user.id, ["EMAIL_VERIFICATION"], now);
  const token = await mintToken(tx, { purpose: "EMAIL_VERIFICATION", email: user.email, userId: user.id, expiresAt });
  const props = { name: user.name, url: tokenUrl(ctx.config, "verify-email", token), expiresAt };
  const mail = { template: "verify-email" as const, to: user.email, locale: user.locale, props };
  await ctx.mailer.enqueue(tx, mail, { id: mailId });
}
