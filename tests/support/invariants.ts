import { expect } from "vitest";
import type { StrictLog } from "./strict-log";

/** Names of fields with secrets. */
const secretFields =
  /^(password|currentPassword|newPassword|new_password|token|approvalToken|setupToken|mfaTicket|code|totpCode|totp_code|backupCode|refreshToken|refresh_token)$/;
/** Shorter secrets may occur in an answer by chance. */
const secretCharactersMin = 8;

/** Traces, SQL, database errors and hashes. */
const insides =
  /\n\s+at [^\n]*:\d+|\.tsx?:\d+|node_modules|prisma|\bP20\d\d\b|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+"?\w+"?\s+(?:FROM|SET|VALUES|WHERE)\b|violates \w+ constraint|\$argon2id\$/i;

interface Seen {
  where: string;
  path: string;
  json: unknown;
  response: Response;
  text: string;
  log: StrictLog;
}

/**
 * Checks what holds for every answer: not cacheable, no CORS, no unannounced 5xx, no cookie with an error, no
 * internals, no echoed or logged secret.
 */
export function checkInvariants({ where, path, json, response, text, log }: Seen): void {
  const { status, headers } = response;
  expect(headers.get("cache-control"), where).toBe("no-store");
  expect(headers.get("x-content-type-options"), where).toBe("nosniff");
  expect(headers.get("access-control-allow-origin"), where).toBeNull();
  expect(headers.get("access-control-allow-credentials"), where).toBeNull();
  expect(headers.get("x-request-id"), where).toMatch(/^[\w-]{8,64}$/);
  if (!log.expectsProblems) expect(status < 500 || status === 503, where).toBe(true);
  if (status === 503 || status === 429) expect(headers.get("retry-after"), where).toMatch(/^[1-9]\d*$/);
  if (status >= 400) {
    if (text !== "") expect(headers.get("content-type"), where).toBe("application/json; charset=utf-8");
    const set = headers.getSetCookie().filter((line) => !line.includes("Max-Age=0"));
    expect(set, where).toEqual([]);
    expect(text, where).not.toMatch(insides);
  }
  const lines = log.lines.join("\n");
  for (const secret of secretsOf(path, json)) {
    expect(text.includes(secret), `${where} says a secret back`).toBe(false);
    expect(lines.includes(secret), `the log holds a secret of ${where}`).toBe(false);
  }
}

/** Secrets of a request, except values that it also sends in public fields. */
function secretsOf(path: string, json: unknown): string[] {
  const token = new URLSearchParams(path.split("?")[1] ?? "").get("token");
  const fields = typeof json === "object" && json !== null ? Object.entries(json) : [];
  const open = fields.flatMap(([name, value]) => (secretFields.test(name) ? [] : [JSON.stringify(value) ?? ""]));
  const secrets = fields.flatMap(([name, value]) =>
    secretFields.test(name) && typeof value === "string" ? [value] : [],
  );
  return [...secrets, ...(token === null ? [] : [token])].filter(
    (secret) => secret.length >= secretCharactersMin && !open.some((text) => text.includes(secret)),
  );
}
