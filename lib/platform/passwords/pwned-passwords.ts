import { createHash } from "node:crypto";
import type { Log } from "@/lib/core/kernel/ports";

/** Limits the delay of a sign-up. */
const patienceMilliseconds = 1500;
const warnEveryMilliseconds = 60_000;
/** The service pads its answers to about 40 kB. */
const answerBytesMax = 1_000_000;

export interface PwnedPasswords {
  /** False if there's no usable answer. Never throws. */
  isPwned(password: string): Promise<boolean>;
}

interface Options {
  /** `/range/<five hex digits>` is added. */
  url: string;
  log: Log;
  /** Milliseconds since any fixed moment. */
  now?: () => number;
  patience?: number;
}

/** Sends only five hex digits of the SHA-1 (https://haveibeenpwned.com/API/v3#PwnedPasswords). */
export function createPwnedPasswords({
  url,
  log,
  now = () => performance.now(),
  patience = patienceMilliseconds,
}: Options): PwnedPasswords {
  const base = url.replace(/\/+$/, "");
  let silentUntil = Number.NEGATIVE_INFINITY;

  async function ask(prefix: string): Promise<string> {
    // Node's fetch reuses connections.
    const response = await fetch(`${base}/range/${prefix}`, {
      headers: { "Add-Padding": "true", "User-Agent": "Foyer" },
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`answered ${response.status}`);
    }
    return readText(response);
  }

  return {
    async isPwned(password) {
      const hash = createHash("sha1").update(password, "utf8").digest("hex").toUpperCase();
      try {
        return holds(await ask(hash.slice(0, 5)), hash.slice(5));
      } catch (thrown) {
        if (now() >= silentUntil) {
          silentUntil = now() + warnEveryMilliseconds;
          const reason = thrown instanceof Error ? thrown.message : "unknown";
          log.warn({ reason }, "Pwned Passwords is unavailable. New passwords are accepted without the check");
        }
        return false;
      }
    },
  };
}

const line = /^([0-9A-F]{35}):(\d+)$/i;

/** Padding rows have a count of 0. Throws for an invalid answer. */
function holds(answer: string, suffix: string): boolean {
  const rows = answer
    .split("\n")
    .map((row) => row.trim())
    .filter((row) => row !== "")
    .map((row) => line.exec(row));
  if (rows.length === 0 || rows.some((row) => row === null)) throw new Error("answered something else than a list");
  return rows.some((row) => row?.[1]?.toUpperCase() === suffix && Number(row[2]) > 0);
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > answerBytesMax) throw new Error("answered too much");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
