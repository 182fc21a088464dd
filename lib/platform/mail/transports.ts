import { resendTransport } from "./resend-transport";
import { smtpTransport } from "./smtp-transport";
import type { Transport } from "./transport";

const patienceMilliseconds = 30_000;

interface MailEnv {
  RESEND_API_KEY?: string | undefined;
  RESEND_BASE_URL?: string | undefined;
  SMTP_URL?: string | undefined;
}

/**
 * Resend, else SMTP, else null for the built-in mailbox, which the worker writes in its own transaction. A provider that
 * does not answer is given up after `patience` milliseconds.
 */
export function chooseTransport(env: MailEnv, patience = patienceMilliseconds): Transport | null {
  if (env.RESEND_API_KEY) return resendTransport(env.RESEND_API_KEY, env.RESEND_BASE_URL, patience);
  if (env.SMTP_URL) return smtpTransport(env.SMTP_URL, patience);
  return null;
}
