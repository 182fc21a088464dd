import { createHash, randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { AccessTokenClaims, Secrets } from "@/lib/core/kernel/ports";

/** The id is public because tokens contain it. */
export interface AccessKey {
  id: string;
  bytes: Buffer;
}

const issuer = "foyer";
const type = "at+jwt";
const algorithm = { name: "HMAC", hash: "SHA-256" };
/** About 300 bytes each. */
const rememberedMax = 10_000;

/**
 * Signs with the first key and verifies with all of them: JWT, HS256, typ at+jwt (RFC 9068). Caches verified signatures
 * by digest.
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
      if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value ?? "");
      remembered.set(digest, claims);
      return claims;
    },
  };
}

function importKey(bytes: Buffer): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(bytes), algorithm, false, ["sign", "verify"]);
}
