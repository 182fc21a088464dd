import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const parts = [
  "bench:speed",
  "bench:scale",
  "bench:queue",
  "bench:light",
  "bench:timing",
  "bench:fair",
  "test:instances",
  "test:faults",
  "test:races",
  "test:fuzz",
] as const;

interface Part {
  command: (typeof parts)[number];
  title: string;
  /** Of the compared software, beside Node.js, e.g. `{ PostgreSQL: "18.4" }`. */
  versions?: Record<string, string>;
  /** Markdown. */
  text: string;
}

const path = new URL("../../docs/benchmarks.md", import.meta.url);
const heading = `# Benchmarks

Measured on one machine, over loopback. Each section is written by the command it names, which also says the
commit. Your numbers will differ. Run the command to get them.
`;

/** Replaces one part of docs/benchmarks.md. */
export function writePart({ command, text, title, versions = {} }: Part): void {
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const made = new Map(parts.map((name) => [name, readPart(before, name)]));
  const day = new Date().toISOString().slice(0, 10);
  const known = { "Node.js": process.versions.node, ...versions };
  const what = Object.entries(known).map(([name, version]) => `${name} ${version}`);
  const facts = `\`npm run ${command}\`, ${day}, commit ${commit()}: ${[...what, `${cpus().length} processors`].join(", ")}.`;
  made.set(command, `## ${title}\n\n${facts}\n\n${text.trim()}`);
  const written = parts.flatMap((name) => {
    const part = made.get(name);
    return part ? [`<!-- ${name} -->\n${part}\n<!-- end of ${name} -->\n`] : [];
  });
  writeFileSync(path, [heading, ...written].join("\n"));
}

function readPart(text: string, name: string): string | undefined {
  const [, after] = text.split(`<!-- ${name} -->\n`);
  return after?.split(`\n<!-- end of ${name} -->`)[0];
}

/** The measured commit, marked when the tree has other changes. */
function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--", ".", ":!docs/benchmarks.md");
  return git("rev-parse", "--short", "HEAD") + (changed === "" ? "" : " with changes");
}

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
