import type { ErrorCode } from "@/lib/core/errors";

/** A refusal as a form shows it: words in the reader's language. */
export interface ActionError {
  code: ErrorCode | "internal" | "network";
  message: string;
  fieldErrors?: Record<string, string[]>;
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  /** To quote when asking for help. */
  requestId: string;
}

export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; error: ActionError };
