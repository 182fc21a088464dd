import type { Answer } from "./client";

/** One write that the server said it had done. */
export interface Promised {
  requestId: string;
  who: string;
  what: string;
  /** The audit log's word for it; null for a write that has none. */
  action: string | null;
}

/** What a spent token, code or link may never do again. */
export type Kind = "lost" | "half" | "double" | "mail" | "answer";

/** Everything that was promised under load, everything whose end is unknown, and everything that was found wrong. */
export class Ledger {
  readonly promised: Promised[] = [];
  readonly violations: { kind: Kind; text: string }[] = [];
  /** Answered "later". */
  refused = 0;
  /** The connection was lost before the answer. */
  unknown = 0;

  promise(answer: Answer, who: string, what: string, action: string | null): void {
    this.promised.push({ requestId: answer.requestId, who, what, action });
  }

  /**
   * Takes an answer that promises nothing. 503 with Retry-After and a lost connection are honest: true, it may or may
   * not have been done. Any other 5xx is not.
   */
  isUncertain(answer: Answer, what: string): boolean {
    if (answer.status === 0) {
      this.unknown += 1;
      return true;
    }
    if (answer.status === 503) {
      this.refused += 1;
      if (!answer.retryAfter) this.violate("answer", `${what}: 503 without Retry-After`);
      return true;
    }
    if (answer.status >= 500) this.violate("answer", `${what}: ${answer.status} ${answer.code} ${answer.requestId}`);
    return answer.status >= 500;
  }

  violate(kind: Kind, text: string): void {
    this.violations.push({ kind, text });
  }

  count(kind: Kind): number {
    return this.violations.filter((one) => one.kind === kind).length;
  }

  /** For the test's message. */
  get faults(): string[] {
    return this.violations.map(({ kind, text }) => `${kind}: ${text}`);
  }
}
