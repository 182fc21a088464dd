import type { Plan } from "@/generated/prisma/enums";
import type { PlanQuota } from "@/lib/values/plans";
import type { ErrorCode } from "./errors";

/** An outcome that a caller has to expect. `code` is always from the use case's own narrow union. */
export interface CoreError<Code extends ErrorCode = ErrorCode> {
  code: Code;
  /** Rule names (see the `rules` messages) by input field. */
  fieldErrors?: Record<string, string[]>;
  /** Whole seconds until the same request can succeed. */
  retryAfterSeconds?: number;
  /** Authenticator codes of the account are stopped for a day. Recovery codes and passkeys still work. */
  codesPaused?: true;
  /** Tries left on the present MFA ticket. */
  attemptsLeft?: number;
  /** What the tenant's plan allows no more of. */
  planLimit?: { plan: Plan; quota: PlanQuota; max: number };
  /** Who had decided already, and when. */
  decided?: { status: string; by: string | null; at: Date | null };
  /** The last change that the caller had not seen. `by` is empty for the applicant. */
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

/** The value of an outcome that has no errors to return. */
export function alwaysOk<Value>(outcome: Result<Value, never>): Value {
  if (!outcome.ok) throw new Error("An error was returned that the types rule out");
  return outcome.value;
}
