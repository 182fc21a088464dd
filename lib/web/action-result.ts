import type { ErrorCode } from "@/lib/core/kernel/errors";

export interface ActionError {
  code: ErrorCode | "internal" | "network";
  message: string;
  fieldErrors?: Record<string, string[]>;
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  /** Of `request_already_decided`. */
  decided?: { status: string; by: string | null; at: Date | null };
  /** Of `request_changed`. Empty `by`: the applicant. */
  changed?: { kind: string; by: string; at: Date };
  requestId: string;
}

export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionError };
