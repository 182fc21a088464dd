import Github from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import type { Provider } from "next-auth/providers/index";
import { type BaseClient, custom, TokenSet, type TokenSetParameters } from "openid-client";
import { z } from "zod";
import { getApp } from "@/lib/platform/context";

/** By OpenID Connect's names. */
interface Claims {
  sub: string;
  name?: string;
  email?: string | null;
  email_verified?: boolean | string;
}

const httpOptions = { timeout: 10_000 };
const checks: ("pkce" | "state" | "nonce")[] = ["pkce", "state", "nonce"];

/** The id is part of the callback URL. */
export function ssoProviders(): Provider[] {
  const { env } = getApp();
  const providers: Provider[] = [];
  if (env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET) {
    const client = { clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET };
    providers.push(Google({ ...client, checks, httpOptions }));
  }
  if (env.GITHUB_CLIENT_ID && env.GITHUB_CLIENT_SECRET) {
    const client = { clientId: env.GITHUB_CLIENT_ID, clientSecret: env.GITHUB_CLIENT_SECRET };
    providers.push(Github({ ...client, checks: ["pkce", "state"], httpOptions, userinfo: githubUserinfo }));
  }
  if (env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET) {
    providers.push(anyIssuer(env.OIDC_ISSUER, env.OIDC_NAME, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET));
  }
  return providers;
}

function anyIssuer(issuer: string, name: string, clientId: string, clientSecret: string): Provider {
  return {
    id: "oidc",
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    token: {
      async request({ client, params, checks: given, provider }) {
        return { tokens: await withAlgorithm(client).callback(provider.callbackUrl, params, given) };
      },
    },
    checks,
    httpOptions,
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      // Many issuers omit the address from the ID token. openid-client rejects another subject.
      async request({ client, tokens }) {
        const claims = new TokenSet(tokens).claims();
        // A JSON number may be rounded, which could merge two people.
        if (typeof claims.sub !== "string") throw new Error("The ID token's sub is no string");
        const told = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(new TokenSet(tokens)) : {};
        // Only the signed token's times count.
        return { ...claims, ...told, sub: claims.sub, iat: claims.iat, auth_time: claims.auth_time };
      },
    },
    profile: (claims: Claims) => ({ id: claims.sub, name: claims.name ?? "", email: claims.email ?? null }),
  };
}

/**
 * Uses OIDC_ID_TOKEN_ALG, else the metadata's best algorithm (OpenID Connect Discovery, 3). The client's default is
 * RS256 only.
 */
function withAlgorithm(client: BaseClient): BaseClient {
  const { id_token_signing_alg_values_supported: supported } = client.issuer.metadata;
  const named = z.array(z.string()).catch([]).parse(supported);
  const signed = named.filter((alg) => alg !== "none").toSorted((a, b) => rank(a) - rank(b));
  const alg = getApp().env.OIDC_ID_TOKEN_ALG ?? signed[0] ?? "RS256";
  const other = new client.issuer.Client({ ...client.metadata, id_token_signed_response_alg: alg });
  other[custom.clock_tolerance] = client[custom.clock_tolerance] ?? 0;
  return other;
}

/** All issuers must support RS256. HS256 needs a shared secret. */
function rank(alg: string): number {
  if (alg === "RS256") return 0;
  return alg.startsWith("HS") ? 2 : 1;
}

const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

const githubUserinfo = {
  url: "https://api.github.com/user",
  /** The public profile's address may be unverified, so use the primary one. */
  async request({ client, tokens }: { client: BaseClient; tokens: TokenSetParameters }) {
    const profile = await client.userinfo(tokens.access_token ?? "");
    const answer = await fetch("https://api.github.com/user/emails", {
      headers: { Authorization: `Bearer ${tokens.access_token}`, Accept: "application/vnd.github+json" },
      signal: AbortSignal.timeout(httpOptions.timeout),
    });
    if (!answer.ok) {
      getApp().log.warn(
        { status: answer.status },
        "GitHub shows no email addresses. Give the app the permission to read them",
      );
    }
    const emails = answer.ok ? githubEmails.parse(await answer.json()) : [];
    const primary = emails.find((candidate) => candidate.primary);
    return { ...profile, email: primary?.email, email_verified: primary?.verified ?? false };
  },
};
