import type { App } from "../context";

/** The few lines that somebody who has just started Foyer needs. */
export async function sayWhereToGo(app: App, say: (line: string) => void): Promise<void> {
  const { env } = app;
  say(`Foyer is running at ${env.APP_URL}`);
  const isSetUp = (await app.db.instance.count()) > 0;
  if (!isSetUp) {
    say(`Create the first admin at ${env.APP_URL}/setup`);
    if (app.config.setupToken) say(`Its setup token is ${app.config.setupToken}`);
  }
  if (!env.RESEND_API_KEY && !env.SMTP_URL) {
    say(
      env.isLoopbackOnly
        ? `No mail provider is set: mail can be read at ${env.APP_URL}/dev/mailbox`
        : "No mail provider is set: admins read the mail at /admin/mail. Set RESEND_API_KEY or SMTP_URL.",
    );
  }
}
