import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { SecretFacts } from "@/lib/core/kernel/diagnostics-input";
import type { Secrets } from "@/lib/core/kernel/ports";
import type { Env } from "../env";

const placeholder =
  /change.?me|example|placeholder|your.?secret|secret.?(key|here)|password|1234567|abcdefg|insert|replace|todo|xxxx/i;

export function readSecret(env: Env, secrets: Secrets): SecretFacts {
  const generated = env.AUTH_SECRET === undefined ? readGenerated(env.DATA_DIR) : null;
  const secret = env.AUTH_SECRET ?? generated?.secret ?? null;
  const previous = env.AUTH_SECRET_PREVIOUS;
  return {
    source: env.AUTH_SECRET !== undefined ? "environment" : generated ? "file" : "missing",
    length: secret?.length ?? 0,
    estimatedBits: secret === null ? 0 : estimateBits(secret),
    isPlaceholder: secret !== null && generated === null && placeholder.test(secret),
    othersMayRead: generated?.othersMayRead ?? 0,
    hasPrevious: previous !== undefined,
    isPreviousTheSame: previous !== undefined && previous === secret,
    roundTripWorks: opensWhatItSeals(secrets),
  };
}

/** Null before the first start. */
export function readGenerated(dataDir: string): { secret: string; othersMayRead: number } | null {
  const path = join(dataDir, "auth.secret");
  try {
    return { secret: readFileSync(path, "utf8").trim(), othersMayRead: statSync(path).mode & 0o077 };
  } catch {
    return null;
  }
}

/** Shannon entropy, an upper bound. */
export function estimateBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const { length } = text;
  const perCharacter = [...counts.values()].reduce(
    (sum, count) => sum - (count / length) * Math.log2(count / length),
    0,
  );
  return perCharacter * length;
}

function opensWhatItSeals(secrets: Secrets): boolean {
  try {
    const sealed = secrets.seal("doctor", "a secret", "doctor");
    const mac = secrets.mac("doctor", "a message");
    return secrets.open("doctor", sealed, "doctor") === "a secret" && secrets.verifyMac("doctor", "a message", mac);
  } catch {
    return false;
  }
}
