/** Error from an action (lib/web/action-result.ts), with a localized message. */
export interface Refusal {
  code: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  decided?: { status: string; by: string | null; at: Date | null };
  changed?: { kind: string; by: string; at: Date };
  /** Empty if the server wasn't reached. */
  requestId: string;
}

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; error: Refusal };
