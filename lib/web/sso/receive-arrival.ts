import { cookies } from "next/headers";
import { z } from "zod";
import type { CoreContext } from "@/lib/core/kernel/context";
import { clockLeewaySeconds, secondsAfter } from "@/lib/core/kernel/lifetimes";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { type ArrivalOutcome, arrive } from "@/lib/core/sign-in/sso/callback";
import { getApp } from "@/lib/platform/context";
import { canonicalEmail } from "@/lib/values/email";
import { homePath, safeNextPath } from "@/lib/values/next-path";
import { webContext } from "../context";
import { findOrRefreshUser } from "../refresh-in-action";
import { setSessionCookies } from "../session-cookies";
import { arrivalCookie } from "./arrival-cookie";
import { takeIntent } from "./intent-cookie";
import { isTrustedForMfa } from "./trusted-for-mfa";

/** After state, nonce, PKCE and signatures were verified. */
interface Answer {
  account: { provider: string; providerAccountId: string } | null;
  user: { name?: string | null };
  profile?: unknown;
}

const claimsSchema = z.looseObject({
  email: z.string().nullish().catch(null),
  // Some issuers send a string.
  email_verified: z.union([z.literal(true), z.literal("true").transform(() => true)]).catch(false),
  preferred_username: z.string().nullish().catch(null),
  /** Seconds since the epoch. */
  iat: z.number().optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
});

/** Sets our own session cookies. */
export async function receiveArrival({ account, user, profile }: Answer, nextCookie: string): Promise<string> {
  if (!account) return ssoFailedPath;
  const ctx = await webContext();
  try {
    const intent = await takeIntent();
    const next = await nextPath(nextCookie);
    const found = await findOrRefreshUser(ctx);
    const { iat, auth_time, ...claims } = claimsSchema.parse(profile ?? {});
    const email = emailOf(account.provider, claims);
    if (iat !== undefined && dateOf(iat) > secondsAfter(ctx.clock.now(), clockLeewaySeconds)) {
      ctx.log.warn({ requestId: ctx.request.requestId }, "A provider's answer is dated in the future");
      return ssoFailedPath;
    }
    const arrived = await arrive(
      ctx,
      {
        provider: account.provider,
        issuer: account.provider === "oidc" ? (getApp().env.OIDC_ISSUER ?? "").replace(/\/$/, "") : "",
        subject: account.providerAccountId,
        email: email.address,
        emailVerified: email.isVerified,
        authTime: auth_time === undefined ? null : dateOf(auth_time),
        name: user.name ?? "",
        isMfa: isTrustedForMfa(account.provider),
        actor: found.ok ? found.value : null,
        intent,
      },
      nativeAudience,
    );
    if (arrived.ok) return await follow(ctx, arrived.value, next);
    const isUnverified = arrived.error.code === "sso_refused" && !email.isVerified;
    if (isUnverified) {
      const { requestId } = ctx.request;
      const told = { requestId, provider: account.provider, hasEmail: email.address !== null };
      ctx.log.warn(
        told,
        "A provider doesn't say that the email is verified. OIDC_TRUST_EMAIL=on vouches for an issuer",
      );
    }
    const reason = isUnverified ? "sso_unverified" : arrived.error.code;
    return `/login?reason=${reason}&next=${encodeURIComponent(next)}`;
  } catch (thrown) {
    // next-auth would put the message into the URL.
    ctx.log.error({ err: thrown, requestId: ctx.request.requestId }, "An arrival by single sign-on failed");
    return ssoFailedPath;
  }
}

/** Entra ID omits `email_verified` and authentik sends false, so OIDC_TRUST_EMAIL overrides it. */
function emailOf(
  provider: string,
  {
    email,
    email_verified,
    preferred_username,
  }: Pick<z.output<typeof claimsSchema>, "email" | "email_verified" | "preferred_username">,
): { address: string | null; isVerified: boolean } {
  const isTrusted = provider === "oidc" && getApp().env.OIDC_TRUST_EMAIL === "on";
  const name = isTrusted && canonicalEmail(preferred_username ?? "") ? preferred_username : null;
  return { address: email ?? name ?? null, isVerified: email_verified || isTrusted };
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

export const ssoFailedPath = "/login?reason=sso_failed";

async function follow(ctx: CoreContext, outcome: ArrivalOutcome, next: string): Promise<string> {
  const query = (ticket: string) => new URLSearchParams({ ticket, next }).toString();
  switch (outcome.next) {
    case "session":
      await setSessionCookies(outcome.session);
      return next;
    case "mfa":
      return `/login/mfa?${query(outcome.ticket)}`;
    case "link":
      await arrivalCookie.bind(ctx, outcome.ticket);
      return `/login/link?${query(outcome.ticket)}`;
    case "sign-up":
      await arrivalCookie.bind(ctx, outcome.ticket);
      return `/signup/sso?${query(outcome.ticket)}`;
    case "connected":
      return "/account/security?sso=connected";
    case "proven":
      await setSessionCookies(outcome.session);
      return next;
  }
}

/** next-auth stores an absolute URL. */
async function nextPath(nextCookie: string): Promise<string> {
  const kept = (await cookies()).get(nextCookie)?.value;
  const url = kept ? URL.parse(kept) : null;
  return url && url.pathname !== "/" ? safeNextPath(`${url.pathname}${url.search}`) : homePath;
}
