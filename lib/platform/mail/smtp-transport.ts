import { createTransport } from "nodemailer";
import { MailRefused, mailHeaders, type Transport } from "./transport";

/**
 * Its timeouts stay below `abandonedAfter` in total. `greeting`: the name for EHLO (RFC 5321, 4.1.1.1), because a
 * container's own is not a full name.
 */
export function smtpTransport(url: string, patience: number, greeting?: string): Transport {
  const smtp = createTransport({
    url,
    ...(greeting === undefined ? {} : { name: greeting }),
    dnsTimeout: 5_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    // Never aborted: SMTP can't tell whether a server accepted an email before the connection broke.
    async send({ id, from, to, subject, html, text }) {
      // SMTP has no idempotency key. Mailboxes drop repetitions by Message-ID.
      const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "localhost";
      const messageId = `<${id}@${domain}>`;
      try {
        // An object prevents nodemailer from parsing several addresses.
        const recipient = { name: "", address: to };
        await smtp.sendMail({ from, to: recipient, subject, html, text, messageId, headers: mailHeaders });
      } catch (thrown) {
        throw isRefusedRecipient(thrown) ? new MailRefused(thrown.message) : thrown;
      }
    },
  };
}

/** 5xx to RCPT TO. Repeating it would look like spam. */
function isRefusedRecipient(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error) || !("command" in thrown) || !("responseCode" in thrown)) return false;
  return thrown.command === "RCPT TO" && Number(thrown.responseCode) >= 500;
}
