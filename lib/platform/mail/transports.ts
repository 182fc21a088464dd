import { resendTransport } from "./resend-transport";
import { smtpTransport } from "./smtp-transport";
import type { Transport } from "./transport";

const patienceMilliseconds = 30_000;

interface MailEnv {
  RESEND_API_KEY?: string | undefined;
  RESEND_BASE_URL?: string | undefined;
  SMTP_URL?: string | undefined;
  APP_URL?: string;
  MAIL_FROM?: string;
}

/** Null for the built-in mailbox. `patience` is in milliseconds. */
export function chooseTransport(env: MailEnv, patience = patienceMilliseconds): Transport | null {
  if (env.RESEND_API_KEY) return resendTransport(env.RESEND_API_KEY, env.RESEND_BASE_URL, patience);
  if (env.SMTP_URL) return smtpTransport(env.SMTP_URL, patience, greetingOf(env));
  return null;
}

/** Servers reject names without a dot and IP addresses. */
function greetingOf({ SMTP_URL = "", APP_URL = "", MAIL_FROM = "" }: MailEnv): string | undefined {
  if (new URL(SMTP_URL).searchParams.has("name")) return undefined;
  const names = [URL.canParse(APP_URL) ? new URL(APP_URL).hostname : "", /@([^>\s]+)>?$/.exec(MAIL_FROM)?.[1] ?? ""];
  return names.find((name) => /\.[a-z]/i.test(name));
}
