import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { MailPreview } from "@/lib/core/kernel/ports";
import type { App } from "../context";
import { attemptsMax, openPayload } from "./mailer";
import { renderPreview } from "./mailroom";
import { renderMail } from "./render";
import { assertDeliverable, MailRefused, type OutgoingMail, ProviderBusy, type Transport } from "./transport";

type SenderApp = Pick<App, "db" | "secrets" | "clock" | "log" | "env">;

interface Attempt {
  /** The queue won't retry. */
  isLast?: boolean;
  signal?: AbortSignal | undefined;
}

/** Sends one email, never twice. Throws for a retry, and returns the seconds to wait if the provider is busy. */
export async function sendMail(
  app: SenderApp,
  transport: Transport | null,
  mailId: string,
  { isLast = false, signal }: Attempt = {},
): Promise<{ retryAfterSeconds: number } | undefined> {
  const mail = await app.db.mail.findUnique({ where: { id: mailId } });
  if (!mail || mail.state === "SENT" || mail.state === "CANCELLED" || mail.sealedPayload === null) return;
  try {
    const template = mail.template as keyof MailTemplates;
    const props = openPayload(app.secrets, mail.id, mail.sealedPayload);
    if ("expiresAt" in props && props.expiresAt <= app.clock.now())
      throw new MailRefused("Its link had run out before");
    const rendered = await renderMail({ template, props, locale: mail.locale, appName: app.env.APP_NAME });
    const outgoing = { ...rendered, id: mail.id, from: app.env.MAIL_FROM, to: mail.to };
    assertDeliverable(outgoing);
    await transport?.send(outgoing, signal);
    const preview = await renderPreview(app.env.APP_NAME, { template, props, locale: mail.locale });
    await markSent(app, outgoing, preview, transport ? null : template);
  } catch (thrown) {
    const lastError = (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);
    const attempts = mail.attempts + 1;
    const isOver = thrown instanceof MailRefused || isLast || attempts >= attemptsMax;
    const isBusy = thrown instanceof ProviderBusy;
    // Another worker or an admin may have changed it.
    await app.db.mail.updateMany({
      where: { id: mail.id, state: { notIn: ["SENT", "CANCELLED"] } },
      data: isBusy ? { lastError } : { attempts, lastError, ...(isOver ? { state: "FAILED" } : {}) },
    });
    app.log.warn({ mailId: mail.id, template: mail.template, attempts, reason: lastError }, "Couldn't send an email");
    if (isBusy) return { retryAfterSeconds: thrown.retryAfterSeconds };
    if (!(thrown instanceof MailRefused)) throw thrown;
  }
}

/** Only one of two workers marks it. */
async function markSent(
  app: SenderApp,
  mail: OutgoingMail,
  preview: MailPreview,
  mailboxTemplate: string | null,
): Promise<void> {
  await app.db.$transaction(async (tx) => {
    const { count } = await tx.mail.updateMany({
      where: { id: mail.id, state: { not: "SENT" } },
      data: {
        state: "SENT",
        sentAt: app.clock.now(),
        sealedPayload: null,
        attempts: { increment: 1 },
        preview: { ...preview },
      },
    });
    if (count === 0 || mailboxTemplate === null) return;
    const { id, ...message } = mail;
    await tx.mailboxMessage.create({ data: { ...message, mailId: id, template: mailboxTemplate } });
  });
}
