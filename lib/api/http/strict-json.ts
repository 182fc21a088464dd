import { fail, pass, type Step } from "./transport-errors";

export const jsonDepthMax = 16;

export type JsonObject = Record<string, unknown>;

/** Rejects what parsers read differently (duplicate keys, `__proto__`, NUL, lone surrogates) and deep nesting. */
export function parseStrictJson(text: string): Step<JsonObject> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return malformed("body", "json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return malformed("body", "json_object");
  const structure = scanStructure(text);
  if (structure.depth > jsonDepthMax) return malformed("body", "json_depth");
  if (structure.duplicateKey !== null) return malformed(structure.duplicateKey, "json_duplicate_key");
  for (const [field, value] of Object.entries(parsed)) {
    if (field === "__proto__") return malformed("body", "unknown_field");
    if (!isCarriable(field)) return malformed("body", "plain_text");
    if (!isCarriable(value)) return malformed(field, "plain_text");
  }
  return pass(parsed as JsonObject);
}

function malformed(field: string, rule: string) {
  return fail("validation_failed", { fieldErrors: { [field.toWellFormed().slice(0, 64)]: [rule] } });
}

/** JSON.parse keeps the last duplicate key. */
function scanStructure(text: string): { depth: number; duplicateKey: string | null } {
  /** Null: an open array. */
  const open: (Set<string> | null)[] = [];
  let depth = 0;
  let expectsKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (expectsKey && keys) {
        const key: string = JSON.parse(text.slice(at, end + 1));
        if (keys.has(key)) return { depth, duplicateKey: key };
        keys.add(key);
        expectsKey = false;
      }
      at = end;
    } else if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : null);
      depth = Math.max(depth, open.length);
      expectsKey = character === "{";
    } else if (character === "}" || character === "]") {
      open.pop();
      expectsKey = false;
    } else if (character === ",") {
      expectsKey = open.at(-1) !== null;
    }
  }
  return { depth, duplicateKey: null };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** True for what Postgres and UTF-8 can store. */
function isCarriable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\0");
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key !== "__proto__" && isCarriable(key) && isCarriable(inner));
}
