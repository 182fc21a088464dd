import { sentenceOf } from "@/lib/api/http/rule-sentences";
import type { ApiError } from "@/lib/api/http/transport-errors";

/**
 * A refusal as one line of English, for envelopes without a place for fields: what is wrong with them, else `message`.
 * `own` holds the API's sentences for rules that it words by itself.
 */
export function lineOf({ code, fieldErrors }: ApiError, message: string, own: Record<string, string> = {}): string {
  const lines = Object.entries(fieldErrors ?? {}).flatMap(([field, rules]) =>
    rules.map((rule) => `${code === "validation_failed" ? `${field}: ` : ""}${own[rule] ?? sentenceOf(rule)}`),
  );
  return lines.length === 0 ? message : [...new Set(lines)].join(" ");
}
