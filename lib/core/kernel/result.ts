import type { Plan } from "@/generated/prisma/enums";
import type { PlanQuota } from "@/lib/values/plans";
import type { ErrorCode } from "./errors";

export interface CoreError<Code extends ErrorCode = ErrorCode> {
  code: Code;
  /** `rules` message names by input field. */
  fieldErrors?: Record<string, string[]>;
  /** Whole seconds. */
  retryAfterSeconds?: number;
  /** TOTP codes are refused for a day. Recovery codes and passkeys work. */
  codesPaused?: true;
  /** On the MFA ticket. */
  attemptsLeft?: number;
  planLimit?: { plan: Plan; quota: PlanQuota; max: number };
  decided?: { status: string; by: string | null; at: Date | null };
  /** `by` is empty for the applicant. */
  changed?: { kind: string; by: string; at: Date };
}

export type Result<Value, Code extends ErrorCode = never> =
  | { ok: true; value: Value }
  | { ok: false; error: CoreError<Code> };

export function ok(): { ok: true; value: undefined };
export function ok<Value>(value: Value): { ok: true; value: Value };
export function ok<Value>(value?: Value) {
  return { ok: true as const, value };
}

export function err<Code extends ErrorCode>(
  code: Code,
  details: Omit<CoreError<Code>, "code"> = {},
): { ok: false; error: CoreError<Code> } {
  return { ok: false, error: { code, ...details } };
}

export function alwaysOk<Value>(outcome: Result<Value, never>): Value {
  if (!outcome.ok) throw new Error("An error was returned that the types rule out");
  return outcome.value;
}
