import { createHash, randomBytes } from "node:crypto";

/**
 * `fy_<publicId>_<secret><checksum>`: a prefix for secret scanners, a part that may be shown, 256 random bits, and a
 * checksum that detects malformed keys without a query.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const publicIdCharacters = 12;
/** 43 characters of 62 hold 256 bits. */
const secretCharacters = 43;
const checksumCharacters = 6;
const pattern = /^(fy_([0-9A-Za-z]{12})_[0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

export const apiKeyPrefix = "fy_";

export interface NewKey {
  /** The whole key, shown once. */
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

/** Null: the checksum is wrong. */
export function publicIdOf(key: string): string | null {
  const [, body = "", publicId = "", checksum] = pattern.exec(key) ?? [];
  return body !== "" && checksumOf(body) === checksum ? publicId : null;
}

/** A fast hash is enough for 256 random bits. */
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

/** Skips bytes above 247, the last multiple of 62, so that all characters are equally likely. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
