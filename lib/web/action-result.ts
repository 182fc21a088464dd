import type { ErrorCode } from "@/lib/core/kernel/errors";

/** A refusal as a form shows it: words in the reader's language. */
export interface ActionError {
  code: ErrorCode | "internal" | "network";
  message: string;
  fieldErrors?: Record<string, string[]>;
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  /** Of `request_already_decided`: what was decided, by whom and when. */
  decided?: { status: string; by: string | null; at: Date | null };
  /** Of `request_changed`: the last change, by whom (empty: the applicant) and when. */
  changed?: { kind: string; by: string; at: Date };
  /** To quote when asking for help. */
  requestId: string;
}

export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionError };
