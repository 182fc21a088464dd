import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import type { Secrets } from "@/lib/core/kernel/ports";
import { createAccessTokens } from "./access-tokens";

/** Public: it names the key in tokens and sealed values. */
interface RootKey {
  id: string;
  derive(purpose: string): Buffer;
}

/** AES-256-GCM (NIST SP 800-38D): a 96-bit nonce, a 128-bit tag. */
const nonceBytes = 12;
const tagBytes = 16;

function rootKey(secret: string): RootKey {
  const cache = new Map<string, Buffer>();
  return {
    id: createHash("sha256").update(`foyer key id\n${secret}`).digest("base64url").slice(0, 8),
    derive(purpose) {
      const known = cache.get(purpose);
      if (known) return known;
      const key = Buffer.from(hkdfSync("sha256", secret, "foyer", purpose, 32));
      cache.set(purpose, key);
      return key;
    },
  };
}

/** HKDF per purpose (RFC 5869). The previous secret only verifies and opens. */
export function createSecrets(options: { secret: string; previous: string | null }): Secrets {
  const present = rootKey(options.secret);
  const ring = options.previous ? [present, rootKey(options.previous)] : [present];
  const keyOf = (id: string | undefined) => ring.find((key) => key.id === id);

  const macWith = (key: RootKey, purpose: string, message: string) =>
    createHmac("sha256", key.derive(`mac:${purpose}`))
      .update(message)
      .digest();

  return {
    ...createAccessTokens(ring.map((key) => ({ id: key.id, bytes: key.derive("access-token") }))),

    mac: (purpose, message) => macWith(present, purpose, message).toString("base64url"),

    verifyMac(purpose, message, mac) {
      const given = Buffer.from(mac, "base64url");
      return ring.some((key) => {
        const expected = macWith(key, purpose, message);
        return given.length === expected.length && timingSafeEqual(given, expected);
      });
    },

    sealPrefix: `${present.id}.`,

    seal(purpose, plaintext, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", present.derive(`seal:${purpose}`), nonce);
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([nonce, cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${present.id}.${sealed.toString("base64url")}`;
    },

    open(purpose, value, context) {
      const [id, body = ""] = value.split(".");
      const key = keyOf(id);
      if (!key) throw new Error("sealed under a key that is not configured");
      const sealed = Buffer.from(body, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key.derive(`seal:${purpose}`), sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      const text = decipher.update(sealed.subarray(nonceBytes, -tagBytes));
      return Buffer.concat([text, decipher.final()]).toString("utf8");
    },
  };
}
