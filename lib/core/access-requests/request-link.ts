import { isId } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import { tokenUrl } from "../mail/mail-links";

/*
 * The applicant's link to their own request: its id with a mac, nothing stored (ADR 0008). It opens what the applicant
 * may know, for as long as the request is kept.
 */
const purpose = "request-link";
const tokenPattern = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([A-Za-z0-9_-]{43})$/;

export function requestUrl(ctx: CoreContext, id: string): string {
  return tokenUrl(ctx.config, "request", id.replaceAll("-", "") + ctx.secrets.mac(purpose, id));
}

/** The request that a link leads to, or null for a link that was never made here. Asks no database. */
export function readRequestToken(ctx: CoreContext, token: string): string | null {
  const [, ...parts] = tokenPattern.exec(token) ?? [];
  const id = parts.slice(0, 5).join("-");
  return isId(id) && ctx.secrets.verifyMac(purpose, id, parts[5] ?? "") ? id : null;
}
