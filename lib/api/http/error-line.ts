import { sentenceOf } from "./rule-sentences";
import type { ApiError } from "./transport-errors";

export function lineOf({ code, fieldErrors }: ApiError, message: string, own: Record<string, string> = {}): string {
  const lines = Object.entries(fieldErrors ?? {}).flatMap(([field, rules]) =>
    rules.map((rule) => `${code === "validation_failed" ? `${field}: ` : ""}${own[rule] ?? sentenceOf(rule)}`),
  );
  return lines.length === 0 ? message : [...new Set(lines)].join(" ");
}
