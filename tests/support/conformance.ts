import { expect } from "vitest";

interface Sent {
  /** The document's heading. */
  name: string;
  method: string;
  path: string;
}

/**
 * What became of every command of a public document, as the table in docs/api/conformance. The suite that runs the commands
 * writes it; a table that is not what the suite sees fails it (`npm run conformance` writes all of them anew).
 */
export class Conformance {
  readonly #rows: string[] = [];

  add({ name, method, path }: Sent, { promised, status }: { promised: number; status: number }): void {
    const verdict = status === promised ? "pass" : "FAIL";
    this.#rows.push(`| ${name} | \`${method} ${path}\` | ${promised} | ${status} | ${verdict} |`);
  }

  /** `title` heads the table; `file` is its name in docs/api/conformance. */
  async hold(title: string, file: string): Promise<void> {
    const head = "| Command | Request | Documented | Answer | Result |\n| --- | --- | --- | --- | --- |";
    const text = `# ${title}\n\nEvery command of the public document, in order, sent with curl.\n\n${head}\n${this.#rows.join("\n")}\n`;
    await expect(text).toMatchFileSnapshot(`../../../docs/api/conformance/${file}.md`);
  }
}
