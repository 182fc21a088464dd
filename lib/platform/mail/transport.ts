import type { RenderedMail } from "./render";

export interface OutgoingMail extends RenderedMail {
  /** The mail's own id: whoever delivers can tell a repetition by it. */
  id: string;
  from: string;
  to: string;
}

export interface Transport {
  /**
   * Resolves when the provider has accepted the mail. Throws what it answered otherwise: MailRefused or ProviderBusy
   * where it said more than that it did not work. Gives up early when `signal` fires and giving up is safe.
   */
  send(mail: OutgoingMail, signal?: AbortSignal): Promise<void>;
}

/** The provider will never take this mail: trying again would change nothing. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}

/** The provider takes mail again later. The attempt does not count against the mail. */
export class ProviderBusy extends Error {
  override readonly name = "ProviderBusy";

  constructor(
    message: string,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}

/** Keep out-of-office replies away: RFC 3834, and the header that Exchange reads (MS-OXCMAIL 2.2.3.2.14). */
export const mailHeaders = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for.
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Throws MailRefused for a mail that could write further headers or reach further addresses than its own. */
export function assertDeliverable({ from, to, subject }: OutgoingMail): void {
  for (const [header, value] of Object.entries({ From: from, To: to, Subject: subject })) {
    if (controlCharacters.test(value)) throw new MailRefused(`${header} holds a control character`);
  }
  if (!/^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/.test(to)) throw new MailRefused("To is not one address");
}
