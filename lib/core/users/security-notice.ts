import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { alarmSeconds, secondsAfter } from "../kernel/lifetimes";
import type { MailTemplates } from "../kernel/mail";
import { mintToken } from "../kernel/one-time-token";
import { mailOrigin, tokenUrl } from "../mail/mail-links";

/** Templates with a "this wasn't me" link. */
type Notice = {
  [Name in keyof MailTemplates]: MailTemplates[Name] extends { alarmUrl: string } ? Name : never;
}[keyof MailTemplates];

type Details<Name extends Notice> = Omit<MailTemplates[Name], "name" | "alarmUrl" | "origin">;

export async function sendSecurityNotice<Name extends Notice>(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  template: Name,
  details: Details<Name>,
  /** Makes the mail idempotent. */
  id?: string,
): Promise<void> {
  const token = await mintToken(tx, {
    purpose: "ALARM",
    email: user.email,
    userId: user.id,
    expiresAt: secondsAfter(ctx.clock.now(), alarmSeconds),
    byMailbox: template === "password-changed" && "how" in details && details.how === "reset",
  });
  const props = {
    name: user.name,
    alarmUrl: tokenUrl(ctx.config, "not-me", token),
    origin: mailOrigin(ctx),
    ...details,
  };
  // TypeScript can't infer the generic template's props.
  const mail = { template, to: user.email, locale: user.locale, props: props as MailTemplates[Name] };
  await ctx.mailer.enqueue(tx, mail, { id });
}
