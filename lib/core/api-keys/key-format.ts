import { createHash, randomBytes } from "node:crypto";

/** `fy_<publicId>_<secret><checksum>`. The checksum rejects malformed keys without a query. */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const publicIdCharacters = 12;
/** 43 characters of 62 have 256 bits. */
const secretCharacters = 43;
const checksumCharacters = 6;
const pattern = /^(fy_([0-9A-Za-z]{12})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export const apiKeyPrefix = "fy_";

export interface NewKey {
  /** Shown once. */
  key: string;
  publicId: string;
  lastFour: string;
  keyHash: Uint8Array<ArrayBuffer>;
}

export function newApiKey(): NewKey {
  const publicId = randomText(publicIdCharacters);
  const body = `${apiKeyPrefix}${publicId}_${randomText(secretCharacters)}`;
  const key = `${body}${checksumOf(body)}`;
  return { key, publicId, lastFour: key.slice(-4), keyHash: hashApiKey(key) };
}

/** Null: wrong checksum. */
export function publicIdOf(key: string): string | null {
  const [, body = "", publicId = "", checksum] = pattern.exec(key) ?? [];
  return body !== "" && checksumOf(body) === checksum ? publicId : null;
}

/** 256 random bits need no slow hash. */
export function hashApiKey(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(key).digest());
}

function checksumOf(body: string): string {
  let rest = createHash("sha256").update(body).digest().readUIntBE(0, 6);
  let text = "";
  for (let index = 0; index < checksumCharacters; index += 1) {
    text += alphabet[rest % alphabet.length];
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

/** Avoids modulo bias: 248 is a multiple of 62. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
