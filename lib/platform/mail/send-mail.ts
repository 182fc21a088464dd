import type { MailTemplates } from "@/lib/core/mail";
import type { App } from "../context";
import { attemptsMax, openPayload } from "./mailer";
import { renderMail } from "./render";
import type { Transport } from "./transports";

type SenderApp = Pick<App, "db" | "secrets" | "clock" | "log" | "env">;

/**
 * Sends one queued mail. What was sent is never sent again; what fails is noted and thrown, so that the queue tries
 * again. After the last attempt it is FAILED, with its payload still sealed.
 */
export async function sendMail(app: SenderApp, transport: Transport | null, mailId: string): Promise<void> {
  const mail = await app.db.mail.findUnique({ where: { id: mailId } });
  if (!mail || mail.state === "SENT" || mail.sealedPayload === null) return;
  try {
    const template = mail.template as keyof MailTemplates;
    const props = openPayload(app.secrets, mail.id, mail.sealedPayload);
    const rendered = await renderMail({ template, props, locale: mail.locale, appName: app.env.APP_NAME });
    const outgoing = { ...rendered, id: mail.id, from: app.env.MAIL_FROM, to: mail.to };
    await transport?.send(outgoing);
    await app.db.$transaction(async (tx) => {
      await tx.mail.update({
        where: { id: mail.id },
        data: { state: "SENT", sentAt: app.clock.now(), sealedPayload: null, attempts: { increment: 1 } },
      });
      if (transport) return;
      const { id, ...message } = outgoing;
      await tx.mailboxMessage.create({ data: { ...message, mailId: id, template: mail.template } });
    });
  } catch (thrown) {
    const lastError = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);
    const attempts = mail.attempts + 1;
    await app.db.mail.update({
      where: { id: mail.id },
      data: { attempts, lastError, ...(attempts >= attemptsMax ? { state: "FAILED" } : {}) },
    });
    app.log.warn({ mailId: mail.id, template: mail.template, attempts, reason: lastError }, "A mail was not sent");
    throw thrown;
  }
}
