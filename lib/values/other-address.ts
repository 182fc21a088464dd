/*
 * What a form is told that was sent from a page at another address than APP_URL. A script of Next hands the text of a
 * refused action on only when its type is exactly `text/plain`, so the address is read out of the text again.
 */

/** The type of that answer, without a charset: the text is ASCII. */
export const otherAddressType = "text/plain";

/** The answer's text, for people whose form was sent without a script. */
export function toOtherAddressText(appUrl: string): string {
  return `This form came from another address. Open ${appUrl} and try again.`;
}

/** The right address out of such a text. Null: it's another text. */
export function readOtherAddress(text: string): string | null {
  const address = /\. Open (https?:\/\/\S+) and try again\.$/.exec(text.trim())?.[1];
  return address !== undefined && toOtherAddressText(address) === text.trim() ? address : null;
}
