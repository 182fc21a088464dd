import type { RenderedMail } from "./render";
import { addressPattern } from "./sender";

export interface OutgoingMail extends RenderedMail {
  /** Idempotency key. */
  id: string;
  from: string;
  to: string;
}

export interface Transport {
  /** Throws MailRefused or ProviderBusy where known. `signal` aborts only where safe. */
  send(mail: OutgoingMail, signal?: AbortSignal): Promise<void>;
}

/** Permanent, retrying is useless. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}

/** Doesn't count as an attempt. */
export class ProviderBusy extends Error {
  override readonly name = "ProviderBusy";

  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

/** Suppresses out-of-office replies: RFC 3834 and Exchange (MS-OXCMAIL 2.2.3.2.14). */
export const mailHeaders = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for.
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Throws MailRefused for header or recipient injection. */
export function assertDeliverable({ from, to, subject }: OutgoingMail): void {
  for (const [header, value] of Object.entries({ From: from, To: to, Subject: subject })) {
    if (controlCharacters.test(value)) throw new MailRefused(`${header} holds a control character`);
  }
  if (!addressPattern.test(to)) throw new MailRefused("To is not one address");
}
