import type { CoreContext } from "@/lib/core/kernel/context";
import { atMoment, type Letters } from "./moment";

interface Entry {
  at: Date;
  act: (ctx: CoreContext) => Promise<unknown>;
  ip?: string;
  locale?: string;
}

/** Runs acts in order of time, so that the audit log is in order. */
export class Agenda {
  readonly letters: Letters = new Map();
  readonly #entries: Entry[] = [];

  constructor(private readonly passwordHash: string) {}

  add(at: Date, act: Entry["act"], from: Pick<Entry, "ip" | "locale"> = {}): void {
    this.#entries.push({ at, act, ...from });
  }

  async run(ctx: CoreContext): Promise<void> {
    const { letters, passwordHash } = this;
    const inOrder = this.#entries.toSorted((one, other) => one.at.getTime() - other.at.getTime());
    for (const { at, act, ...from } of inOrder) await act(atMoment(ctx, { at, letters, passwordHash, ...from }));
  }
}
