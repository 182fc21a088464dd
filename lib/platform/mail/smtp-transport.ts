import { createTransport } from "nodemailer";
import { MailRefused, mailHeaders, type Transport } from "./transport";

/** Its timeouts total less than `abandonedAfter`. `greeting`: the name for EHLO (RFC 5321, 4.1.1.1). */
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
    // Never aborted: the server may have accepted the email already.
    async send({ id, from, to, subject, html, text }) {
      // Mailboxes drop repetitions by Message-ID.
      const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "localhost";
      const messageId = `<${id}@${domain}>`;
      try {
        // Prevents nodemailer from parsing several addresses.
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
