import { fail, pass, type Step } from "./transport-errors";

/**
 * Rejects unsafe cross-site requests. Programs that send neither header pass. `null` (sandboxed frames, cross-origin
 * redirects) is foreign.
 */
export function checkOrigin(headers: Headers, allowed: ReadonlySet<string>): Step<undefined> {
  const origin = headers.get("origin");
  if (origin !== null && !allowed.has(origin)) return fail("origin_rejected");
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return fail("origin_rejected");
  return pass();
}

/** Requires exactly `1`: forms and cross-origin scripts can't send this header without a preflight. */
export function checkCsrfHeader(headers: Headers): Step<undefined> {
  return headers.get("x-pacspace-csrf") === "1" ? pass() : fail("csrf_header_required");
}
