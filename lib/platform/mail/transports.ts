import { createTransport } from "nodemailer";
import { Resend } from "resend";
import type { RenderedMail } from "./render";

export interface OutgoingMail extends RenderedMail {
  /** The mail's own id: whoever delivers can tell a repetition by it. */
  id: string;
  from: string;
  to: string;
}

export interface Transport {
  /** Resolves when the provider has accepted the mail. Throws what it answered otherwise. */
  send(mail: OutgoingMail): Promise<void>;
}

interface MailEnv {
  RESEND_API_KEY?: string | undefined;
  RESEND_BASE_URL?: string | undefined;
  SMTP_URL?: string | undefined;
}

/** Resend, else SMTP, else null for the built-in mailbox, which the worker writes in its own transaction. */
export function chooseTransport(env: MailEnv): Transport | null {
  if (env.RESEND_API_KEY) return resendTransport(env.RESEND_API_KEY, env.RESEND_BASE_URL);
  if (env.SMTP_URL) return smtpTransport(env.SMTP_URL);
  return null;
}

function resendTransport(apiKey: string, baseUrl: string | undefined): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  return {
    async send({ id, from, to, subject, html, text }) {
      // Sent again after a crash, the same key within 24 hours is delivered once.
      const { error } = await resend.emails.send({ from, to, subject, html, text }, { idempotencyKey: `mail/${id}` });
      if (error) throw new Error(`Resend: ${error.name}: ${error.message}`);
    },
  };
}

function smtpTransport(url: string): Transport {
  const smtp = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, from, to, subject, html, text }) {
      // SMTP has no idempotency key; with a stable Message-ID mailboxes drop the repetition.
      const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "localhost";
      await smtp.sendMail({ from, to, subject, html, text, messageId: `<${id}@${domain}>` });
    },
  };
}
