/** What authenticators keep of an account: its id, which tells nothing about the person (section 14.6.1). */
export function userHandleBytes(userId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId));
}

/** The same as it comes back, in base64url. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId).toString("base64url");
}
