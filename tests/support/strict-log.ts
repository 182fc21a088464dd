import type { Log } from "@/lib/core/kernel/ports";

/**
 * A log whose warnings and errors fail the test unless it has announced them with `expectProblems`. Checked after
 * every test by setup-database.ts.
 */
export class StrictLog implements Log {
  readonly problems: { level: "warn" | "error"; fields: Record<string, unknown>; message: string }[] = [];
  /** Everything that was logged, as text, for tests that look for what must not be in it. */
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

  /** The test provokes warnings or errors, and looks at `problems` itself. */
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
