import type { App } from "../context";
import type { Env } from "../env";
import { isLocalInstance } from "../local-access";

export async function sayWhereToGo(app: App, say: (line: string) => void): Promise<void> {
  const { env } = app;
  say(`Foyer is running at ${env.APP_URL}`);
  const isSetUp = (await app.db.instance.count()) > 0;
  if (!isSetUp) {
    say(`Create the first admin at ${env.APP_URL}/setup`);
    // A configured token stays out of the log.
    if (app.config.setupToken && !env.SETUP_TOKEN) say(`Setup token: ${app.config.setupToken}`);
  }
  if (app.config.mailProvider === "mailbox") say(whereMailGoes(env));
}

function whereMailGoes(env: Env): string {
  const mailbox = `${env.APP_URL}/dev/mailbox`;
  if (env.DEV_MAILBOX === "on" && !isLocalInstance(env)) {
    return `No email provider is set. DEV_MAILBOX=on shows every email, with its links, to everyone who reaches ${mailbox}`;
  }
  if (env.DEV_MAILBOX !== "off" && isLocalInstance(env)) return `No email provider is set. Read email at ${mailbox}`;
  return `No email provider is set, so email isn't sent. Admins see it at ${env.APP_URL}/admin/mail. Set RESEND_API_KEY or SMTP_URL.`;
}
