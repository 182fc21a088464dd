/** A refusal as an action gives it (lib/web/action-result.ts); its words are the reader's already. */
export interface Refusal {
  code: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  decided?: { status: string; by: string | null; at: Date | null };
  changed?: { kind: string; by: string; at: Date };
  /** To quote when asking for help; empty when the server was never reached. */
  requestId: string;
}

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: Refusal };
