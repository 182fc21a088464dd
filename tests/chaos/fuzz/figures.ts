import { table, writePart } from "@/tests/bench/figures";
import type { FuzzResult } from "@/tests/support/fuzz/run";
import { runs, runsOfAll } from "./size";

export interface RawFigures {
  inputs: number;
  statuses: Map<string, number>;
  faults: number;
  hangs: number;
  restarts: number;
}

const tried: { inputs?: FuzzResult; raw?: RawFigures; version: string } = { version: "" };

function counts(statuses: Map<number | string, number>): string {
  return [...statuses]
    .sort(([a], [b]) => String(a).localeCompare(String(b)))
    .map(([status, count]) => `${status}: ${count}`)
    .join(", ");
}

export function writeFigures(more: Partial<typeof tried>): void {
  Object.assign(tried, more);
  const { inputs, raw } = tried;
  const rows = [...(inputs?.figures ?? [])].map(([api, { faults, inputs: sent, statuses }]) => [
    api,
    sent,
    counts(statuses),
    faults["5xx"],
    faults.hang,
    faults.schema,
    faults.write,
  ]);
  if (raw) rows.push(["the server, raw bytes", raw.inputs, counts(raw.statuses), raw.faults, raw.hangs, "", ""]);
  const head = [
    "what",
    "inputs",
    "answers",
    "5xx",
    "hangs over 2 s",
    "answers unlike the documents",
    "writes by refused requests",
  ];
  const text = `Inputs made of the OpenAPI documents as they are served (${inputs?.operations ?? 0} operations) and mutated, as nobody, user, admin and
API key and with credentials that are expired, ended, garbled or another API's: ${runs} of them (${runsOfAll} in a full run). Seed ${inputs?.seed ?? "none"}. Each answer is held to the
API's envelope and to its document, and the database to what it was before when the answer is an error. A counter of failures
and the trace of a refused attempt may be written. Raw bytes go to the production server's socket, where “closed” is a
connection that was closed without an answer. It had to be started anew ${raw?.restarts ?? 0} times.

${table(head, rows)}`;
  writePart({ command: "test:fuzz", title: "Hostile input", versions: { PostgreSQL: tried.version }, text });
}
