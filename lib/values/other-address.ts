/** Next shows only this type. */

export const otherAddressType = "text/plain";

export function toOtherAddressText(appUrl: string): string {
  return `This form came from another address. Open ${appUrl} and try again.`;
}

export function readOtherAddress(text: string): string | null {
  const address = /\. Open (https?:\/\/\S+) and try again\.$/.exec(text.trim())?.[1];
  return address !== undefined && toOtherAddressText(address) === text.trim() ? address : null;
}
