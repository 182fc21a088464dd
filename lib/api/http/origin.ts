import { fail, pass, type Step } from "./transport-errors";

/**
 * Refuses an unsafe request that a browser sends from another site. A program that sends neither header passes: it has
 * no cookies but the ones it was given. `null` (a sandboxed frame, a redirect across origins) counts as foreign.
 */
export function checkOrigin(headers: Headers, allowed: ReadonlySet<string>): Step<undefined> {
  const origin = headers.get("origin");
  if (origin !== null && !allowed.has(origin)) return fail("origin_rejected");
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return fail("origin_rejected");
  return pass();
}

/** The header that no form and no cross-origin script can send without asking first. Exactly `1`, once. */
export function checkCsrfHeader(headers: Headers): Step<undefined> {
  return headers.get("x-pacspace-csrf") === "1" ? pass() : fail("csrf_header_required");
}
