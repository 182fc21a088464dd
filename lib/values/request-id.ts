/** Shorter ones tell no two requests apart. */
const pattern = /^[A-Za-z0-9._-]{6,64}$/;

/** True for an id that may stand in a log, a header and the audit log as it is. */
export function isRequestId(text: string | null | undefined): text is string {
  return typeof text === "string" && pattern.test(text);
}
