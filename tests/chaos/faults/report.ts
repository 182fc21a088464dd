import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { table, writePart } from "../../bench/figures";
import { roundsOfAll, seed } from "./rounds";

export interface Line {
  what: string;
  cells: (string | number)[];
}

type Kind = "kills" | "others";
type Noted = { commit: string; kills: Line[]; others: Line[]; seed: number };

const path = "test-results/faults.json";
const heads = {
  kills: [
    "killed",
    "times",
    "acknowledged writes",
    "answer lost",
    "503 with Retry-After",
    "lost writes",
    "half states",
    "tokens spent twice",
    "emails / causes",
    "handed over again",
    "ready again p50 / p95",
  ],
  others: ["fault", "what was seen"],
} as const;

/** In the order of the tables. */
const all: Record<Kind, string[]> = {
  kills: ["server", "PostgreSQL"],
  others: [
    "database away at the start",
    "database lost and back",
    "database hangs",
    "database slow",
    "database connections all taken",
    "disk full under the data directory",
    "kill -9 while migrating",
    "email provider answers 500",
    "email provider answers 429 with Retry-After",
    "email provider never answers",
    "email provider takes the email and never confirms",
    "email provider is down",
    "email provider has no address (DNS)",
    "clock set forward by hours and weeks, and back",
  ],
};

/** Writes docs/benchmarks.md when all tests have passed on one commit. */
export function report(kind: Kind, line: Line): void {
  if (!all[kind].includes(line.what)) throw new Error(`The figures have no line for "${line.what}"`);
  const noted = read();
  noted[kind] = [...noted[kind].filter(({ what }) => what !== line.what), line];
  mkdirSync("test-results", { recursive: true });
  writeFileSync(path, JSON.stringify(noted));
  console.log(`${line.what}: ${line.cells.join(" | ")}`);
  const lines = (of: Kind) => all[of].flatMap((what) => noted[of].find((one) => one.what === what) ?? []);
  if (lines("kills").length < all.kills.length || lines("others").length < all.others.length) return;
  const rows = (of: Kind) =>
    table(
      heads[of],
      lines(of).map(({ cells, what }) => [what, ...cells]),
    );
  const text = [
    `The production build under a load of mixed writes, killed with \`kill -9\` at random moments (seed ${noted.seed}, and a full run kills each ${roundsOfAll} times), and other`,
    "faults around it. Every acknowledged write is in a history and is checked afterwards: through the API, in the audit log",
    "by its request, and at the email provider by idempotency key. Between tries the tests make queued email due by SQL.",
    "",
    rows("kills"),
    "",
    rows("others"),
  ];
  writePart({ command: "test:faults", title: "Faults", text: text.join("\n") });
}

function read(): Noted {
  const commit = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const fresh: Noted = { commit, kills: [], others: [], seed };
  if (!existsSync(path)) return fresh;
  const before = JSON.parse(readFileSync(path, "utf8")) as Noted;
  return before.commit === commit ? { ...before, seed } : fresh;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
