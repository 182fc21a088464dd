import { createTransport } from "nodemailer";
import type { MailFacts } from "@/lib/core/kernel/diagnostics-input";
import type { Env } from "../env";
import { isLocalInstance } from "../local-access";
import { reasonOf } from "./reason";

const patienceMilliseconds = 5_000;

/** Sends nothing. Checks only the shape of Resend's key. */
export async function readMail(env: Env): Promise<MailFacts> {
  const from = env.MAIL_FROM;
  if (env.RESEND_API_KEY) {
    const looksLikeKey = env.RESEND_BASE_URL !== undefined || /^re_\w{16,}$/.test(env.RESEND_API_KEY);
    return { from, transport: { is: "resend", looksLikeKey } };
  }
  if (env.SMTP_URL) {
    return {
      from,
      transport: { is: "smtp", server: new URL(env.SMTP_URL).host, refusal: await tryServer(env.SMTP_URL) },
    };
  }
  return { from, transport: { is: "mailbox", isOpen: env.DEV_MAILBOX === "on" && !isLocalInstance(env) } };
}

async function tryServer(url: string): Promise<string | null> {
  const smtp = createTransport({
    url,
    dnsTimeout: patienceMilliseconds,
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: patienceMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await smtp.verify();
    return null;
  } catch (thrown) {
    return reasonOf(thrown);
  } finally {
    smtp.close();
  }
}
