/** Shorter ids aren't unique enough. */
const pattern = /^[A-Za-z0-9._-]{6,64}$/;

export function isRequestId(text: string | null | undefined): text is string {
  return typeof text === "string" && pattern.test(text);
}
