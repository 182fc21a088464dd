import type { z } from "zod";
import type { JsonObject } from "./strict-json";

type Issue = z.core.$ZodIssue;

const fieldsMax = 20;
const fieldCharactersMax = 64;

/** Rule names (keys of `rules` messages) by field. */
export function fieldErrorsOf(issues: readonly Issue[], input: unknown): Record<string, string[]> {
  const errors = new Map<string, string[]>();
  for (const issue of issues) {
    for (const [field, rule] of namedBy(issue, input)) {
      if (errors.size >= fieldsMax && !errors.has(field)) continue;
      const rules = errors.get(field) ?? [];
      if (!rules.includes(rule)) errors.set(field, [...rules, rule]);
    }
  }
  return Object.fromEntries(errors);
}

function namedBy(issue: Issue, input: unknown): [field: string, rule: string][] {
  if (issue.code === "invalid_union") {
    // Assumes the alternative with the fewest issues.
    const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
    if (nearest) return nearest.flatMap((inner) => namedBy({ ...inner, path: [...issue.path, ...inner.path] }, input));
  }
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => [[...issue.path, key].join(".").slice(0, fieldCharactersMax), "unknown_field"]);
  }
  return [[issue.path.join(".").slice(0, fieldCharactersMax) || "body", ruleOf(issue, input)]];
}

function ruleOf(issue: Issue, input: unknown): string {
  if (/^[a-z0-9_]+$/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return valueAt(input, issue.path) === undefined ? "required" : "type";
    case "too_big":
      return issue.origin === "string" ? "too_long" : "range";
    case "too_small":
      return issue.origin === "string" ? "required" : "range";
    case "invalid_value":
      return valueAt(input, issue.path) === undefined ? "required" : "choice";
    default:
      return "invalid";
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as JsonObject)[String(key)];
  }
  return value;
}
