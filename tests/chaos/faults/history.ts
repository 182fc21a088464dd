import type { Answer } from "./client";

/** One acknowledged write. */
export interface Promised {
  requestId: string;
  who: string;
  what: string;
  /** In the audit log; null for none. */
  action: string | null;
}

export type Kind = "lost" | "half" | "double" | "mail" | "answer";

export class History {
  readonly promised: Promised[] = [];
  readonly violations: { kind: Kind; text: string }[] = [];
  /** 503 with Retry-After. */
  refused = 0;
  /** Connection lost before the answer. */
  unknown = 0;

  promise(answer: Answer, who: string, what: string, action: string | null): void {
    this.promised.push({ requestId: answer.requestId, who, what, action });
  }

  /** True for 503 with Retry-After and a lost connection; any other 5xx is a fault. */
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

  get faults(): string[] {
    return this.violations.map(({ kind, text }) => `${kind}: ${text}`);
  }
}
