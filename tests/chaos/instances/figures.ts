import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { table, writePart } from "@/tests/bench/figures";

/** INSTANCES_SIZE: share of the full test, e.g. 0.1. */
export const size = Number(process.env.INSTANCES_SIZE ?? 1);

/** In the order of the table. */
const promises = {
  migrations: "Two processes started together on an empty database migrate it once",
  sessions: "Signed in at one, valid at the other, and signed out at one, out at the other on its next request",
  revocation: "A revoked session, a changed password and a closed account act at the other on its next request",
  refresh: "One refresh token, sent 20 times at the same moment to both: one rotation, one successor",
  registration: "One invitation link, used 20 times at the same moment at both: one account",
  approval: "One request, approved 20 times at the same moment at both: one decision, one email",
  "limits-redis": "Requests in turn at both are counted together, by Redis",
  "limits-postgres": "Requests in turn at both are counted together, by PostgreSQL alone",
  budget: "Wrong passwords at both share the account's attempt budget",
  mails: "One email per cause, both sending",
  undo: "A held email is sent once after its undo time, and never after an undo",
  due: "What is due is done once, though both do it at the same moment",
  schedule: "Every scheduled job runs once a minute, not once an instance",
  rolling: "SIGTERM of one after the other under load: no failed request",
  killed: "kill -9 of one after the other under load: no failed request after the client's one retry",
  pages: "Signing in and out through the pages, each request at the other instance",
  "redis-gone": "Redis killed under load: PostgreSQL counts instead and the log says so, no 5xx, no one locked out",
  "redis-held": "Redis that doesn't answer: every request is answered within 2 s, none with 5xx",
  "redis-emptied": "Redis emptied under load: counting starts again, the account's attempt budget stays",
} as const;

export type Promised = keyof typeof promises;

interface Row {
  promised: Promised;
  times: string;
  result: string;
}

const fileOf = (directory: string) => join(directory, "rows.jsonl");

export function record(directory: string, row: Row): void {
  console.info(`${promises[row.promised]}: ${row.times}: ${row.result}`);
  appendFileSync(fileOf(directory), `${JSON.stringify(row)}\n`);
}

/** Only when every promise was tested and held. */
export function writeInstanceFigures(directory: string, run: { version: string; seconds: number }): void {
  const path = fileOf(directory);
  const lines = existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  const rows = new Map(lines.map((line) => JSON.parse(line) as Row).map((row) => [row.promised, row]));
  const names = Object.keys(promises) as Promised[];
  const missing = names.filter((name) => !rows.has(name));
  if (missing.length > 0) {
    console.info(`docs/benchmarks.md stays as it is: not shown in this run: ${missing.join(", ")}`);
    return;
  }
  writePart({
    command: "test:instances",
    title: "Several instances",
    versions: { PostgreSQL: run.version },
    text: [
      "Two processes of the production build behind a small proxy that takes turns, with one PostgreSQL and one Redis.",
      `The run took ${Math.round(run.seconds)} s, at ${size === 1 ? "the full size" : `${size} of the full size`}.`,
      "",
      table(
        ["Promise", "Times", "Seen"],
        names.map((name) => [promises[name], rows.get(name)?.times ?? "", rows.get(name)?.result ?? ""]),
      ),
    ].join("\n"),
  });
}
