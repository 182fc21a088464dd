import { createTransport } from "nodemailer";
import { MailRefused, mailHeaders, type Transport } from "./transport";

/**
 * Any SMTP server. Every wait has an end; together they stay below the time after which a job counts as abandoned.
 * `greeting`: the name for EHLO (RFC 5321, 4.1.1.1). Without one it's this machine's, which is no full name in a container.
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
    // Never given up early: SMTP cannot tell whether a mail whose connection broke was taken.
    async send({ id, from, to, subject, html, text }) {
      // SMTP has no idempotency key; with a stable Message-ID mailboxes drop the repetition.
      const domain = /@([^>\s]+)/.exec(from)?.[1] ?? "localhost";
      const messageId = `<${id}@${domain}>`;
      try {
        // As an object, so that it is one address whatever it holds.
        const recipient = { name: "", address: to };
        await smtp.sendMail({ from, to: recipient, subject, html, text, messageId, headers: mailHeaders });
      } catch (thrown) {
        throw isRefusedRecipient(thrown) ? new MailRefused(thrown.message) : thrown;
      }
    },
  };
}

/** "No such mailbox" and its like (5xx to RCPT TO): asking again and again is what senders of junk do. */
function isRefusedRecipient(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error) || !("command" in thrown) || !("responseCode" in thrown)) return false;
  return thrown.command === "RCPT TO" && Number(thrown.responseCode) >= 500;
}
