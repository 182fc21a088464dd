/**
 * Answers a form that was sent to another address than APP_URL. Next shows the text only for the exact type
 * `text/plain`.
 */

export const otherAddressType = "text/plain";

export function toOtherAddressText(appUrl: string): string {
  return `This form came from another address. Open ${appUrl} and try again.`;
}

/** Null for another text. */
export function readOtherAddress(text: string): string | null {
  const address = /\. Open (https?:\/\/\S+) and try again\.$/.exec(text.trim())?.[1];
  return address !== undefined && toOtherAddressText(address) === text.trim() ? address : null;
}
