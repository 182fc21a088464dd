import { cookies } from "next/headers";
import { z } from "zod";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { type ArrivalOutcome, arrive } from "@/lib/core/sso/arrive";
import { homePath, safeNextPath } from "@/lib/values/next-path";
import { webContext } from "../context";
import { findOrRefreshUser } from "../refresh-in-action";
import { setSessionCookies } from "../session-cookies";
import { takeIntent } from "./intent-cookie";
import { isTrustedForMfa } from "./trusted-for-mfa";

/** What next-auth hands over once state, nonce, PKCE and signatures were in order. */
interface Answer {
  account: { provider: string; providerAccountId: string } | null;
  user: { name?: string | null };
  profile?: unknown;
}

/** Anything that is no address counts as none. */
const claimsSchema = z.looseObject({
  email: z.string().nullish().catch(null),
  // Some issuers spell the boolean as a word.
  email_verified: z.union([z.boolean(), z.stringbool()]).catch(false).default(false),
});

/**
 * Takes a provider's answer to the core and says where the browser goes next. Sets our own session cookies; next-auth
 * never issues a session.
 */
export async function receiveArrival({ account, user, profile }: Answer, nextCookie: string): Promise<string> {
  if (!account) return ssoFailedPath;
  const ctx = await webContext();
  try {
    const intent = await takeIntent();
    const next = await nextPath(nextCookie);
    const found = await findOrRefreshUser(ctx);
    const { email, email_verified } = claimsSchema.parse(profile ?? {});
    const arrived = await arrive(
      ctx,
      {
        provider: account.provider,
        subject: account.providerAccountId,
        email: email ?? null,
        emailVerified: email_verified,
        name: user.name ?? "",
        isMfa: isTrustedForMfa(account.provider),
        actor: found.ok ? found.value : null,
        intent,
      },
      nativeAudience,
    );
    if (arrived.ok) return await follow(arrived.value, next);
    return `/login?reason=${arrived.error.code}&next=${encodeURIComponent(next)}`;
  } catch (thrown) {
    // next-auth would put the message into the address.
    ctx.log.error({ err: thrown, requestId: ctx.request.requestId }, "An arrival by single sign-on failed");
    return ssoFailedPath;
  }
}

export const ssoFailedPath = "/login?reason=sso_failed";

async function follow(outcome: ArrivalOutcome, next: string): Promise<string> {
  const query = (ticket: string) => new URLSearchParams({ ticket, next }).toString();
  switch (outcome.next) {
    case "session":
      await setSessionCookies(outcome.session);
      return next;
    case "mfa":
      return `/login/mfa?${query(outcome.ticket)}`;
    case "link":
      return `/login/link?${query(outcome.ticket)}`;
    case "sign-up":
      return `/signup/sso?${query(outcome.ticket)}`;
    case "connected":
      return "/account/security?sso=connected";
    case "proven":
      await setSessionCookies(outcome.session);
      return next;
  }
}

/** next-auth keeps where the person was going as an absolute address of ours. */
async function nextPath(nextCookie: string): Promise<string> {
  const kept = (await cookies()).get(nextCookie)?.value;
  const url = kept ? URL.parse(kept) : null;
  return url && url.pathname !== "/" ? safeNextPath(`${url.pathname}${url.search}`) : homePath;
}
