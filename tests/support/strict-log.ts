import type { Log } from "@/lib/core/kernel/ports";

/** A log whose warnings and errors fail the test unless it called `expectProblems`. */
export class StrictLog implements Log {
  readonly problems: { level: "warn" | "error"; fields: Record<string, unknown>; message: string }[] = [];
  readonly lines: string[] = [];
  #isExpected = false;

  get expectsProblems(): boolean {
    return this.#isExpected;
  }

  info(fields: Record<string, unknown>, message: string): void {
    this.#keep(fields, message);
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.#keep(fields, message);
    this.problems.push({ level: "warn", fields, message });
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.#keep(fields, message);
    this.problems.push({ level: "error", fields, message });
  }

  expectProblems(): void {
    this.#isExpected = true;
  }

  unexpected(): string[] {
    if (this.#isExpected) return [];
    return this.problems.map(({ level, fields, message }) => {
      const cause = fields.err instanceof Error ? fields.err.stack : JSON.stringify(fields);
      return `${level}: ${message} ${cause}`;
    });
  }

  #keep(fields: Record<string, unknown>, message: string): void {
    const errors = Object.values(fields).filter((value) => value instanceof Error);
    this.lines.push([message, JSON.stringify(fields), ...errors.map(({ stack }) => stack)].join(" "));
  }
}
