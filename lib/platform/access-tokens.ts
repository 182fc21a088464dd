import { createHash, randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { AccessTokenClaims, Secrets } from "@/lib/core/kernel/ports";

/** A key for access tokens. The id is public: tokens name it. */
export interface AccessKey {
  id: string;
  bytes: Buffer;
}

const issuer = "foyer";
const type = "at+jwt";
const algorithm = { name: "HMAC", hash: "SHA-256" };
/** Tokens whose signature this process remembers to have checked; each takes some 300 bytes. */
const rememberedMax = 10_000;

/**
 * Signs and verifies access tokens: JWT, HS256, `kid`, typ at+jwt (RFC 9068). The first key signs, all of them verify.
 *
 * A token comes with every request of its quarter hour and its signature never becomes better or worse, so a good one
 * is remembered, by a digest of the whole token. What may change is looked at every time: the audience that is asked
 * for, the end, and by the caller the session's row.
 */
export function createAccessTokens(keys: readonly AccessKey[]): Pick<Secrets, "signAccessToken" | "verifyAccessToken"> {
  const ring = new Map(keys.map(({ id, bytes }) => [id, importKey(bytes)]));
  const [present] = keys;
  const remembered = new Map<string, AccessTokenClaims>();

  async function verify(token: string, audience: string, now: Date): Promise<AccessTokenClaims | null> {
    try {
      const { payload } = await jwtVerify(
        token,
        async (header) => {
          const key = await ring.get(header.kid ?? "");
          if (!key) throw new Error("unknown key");
          return key;
        },
        { algorithms: ["HS256"], typ: type, issuer, audience, currentDate: now, requiredClaims: ["exp"] },
      );
      const { sub, sid, exp } = payload;
      if (typeof sub !== "string" || typeof sid !== "string" || typeof exp !== "number") return null;
      return { userId: sub, sessionId: sid, audience, expiresAt: new Date(exp * 1000) };
    } catch {
      // jose throws for every kind of wrong token; which kind is nobody's business.
      return null;
    }
  }

  return {
    signAccessToken: async ({ userId, sessionId, audience, expiresAt }, now) => {
      const key = await ring.get(present?.id ?? "");
      if (!present || !key) throw new Error("no key to sign with");
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: "HS256", kid: present.id, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(key);
    },

    async verifyAccessToken(token, audience, now) {
      const digest = createHash("sha256").update(token).digest("base64");
      const known = remembered.get(digest);
      if (known) return known.audience === audience && known.expiresAt > now ? known : null;
      const claims = await verify(token, audience, now);
      if (!claims) return null;
      // The oldest one gives way; it is verified again when it comes again.
      if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value ?? "");
      remembered.set(digest, claims);
      return claims;
    },
  };
}

/** Once: jose would do it for every token. */
function importKey(bytes: Buffer): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(bytes), algorithm, false, ["sign", "verify"]);
}
