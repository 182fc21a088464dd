import { expect } from "vitest";

interface Sent {
  name: string;
  method: string;
  path: string;
}

/** The results of a document's commands as a table in docs/api/conformance; `npm run conformance` rewrites it. */
export class Conformance {
  readonly #rows: string[] = [];

  add({ name, method, path }: Sent, { promised, status }: { promised: number; status: number }): void {
    const verdict = status === promised ? "pass" : "FAIL";
    this.#rows.push(`| ${name} | \`${method} ${path}\` | ${promised} | ${status} | ${verdict} |`);
  }

  async hold(title: string, file: string): Promise<void> {
    const head = "| Command | Request | Documented | Answer | Result |\n| --- | --- | --- | --- | --- |";
    const text = `# ${title}\n\nEvery command of the public document, in order, sent with curl.\n\n${head}\n${this.#rows.join("\n")}\n`;
    await expect(text).toMatchFileSnapshot(`../../../docs/api/conformance/${file}.md`);
  }
}
