import type pg from "pg";
import { type Sent, statementsOf } from "@/tests/support/statements";
import { median } from "./quantile";

/** Statements of a page's reads, without transaction control. */
export async function readsOf(work: () => Promise<unknown>): Promise<Sent[]> {
  return (await statementsOf(work)).filter(({ text }) => /^\s*(select|with)\b/i.test(text));
}

interface Node {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: Node[];
}

export interface Measured {
  milliseconds: number;
  buffers: number;
  /** Whole tables read or sorted. */
  concerns: string[];
  /** Searches that read more rows than they return. */
  remarks: string[];
}

const tries = 5;
/** Pages show up to a hundred rows; twenty times that means no index. */
const rowsMax = 2_000;

/** Runs EXPLAIN (ANALYZE, BUFFERS) and returns the median time and the plan's problems. */
export async function measure(client: pg.ClientBase, { text, values }: Sent): Promise<Measured> {
  const times: number[] = [];
  let plan: Node | undefined;
  let buffers = 0;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`, values);
    const [result] = rows[0]["QUERY PLAN"] as { Plan: Node; "Execution Time": number; "Planning Time": number }[];
    if (!result) throw new Error("EXPLAIN said nothing");
    times.push(result["Execution Time"]);
    plan = result.Plan;
    buffers = (result.Plan as unknown as Record<string, number>)["Shared Hit Blocks"] ?? 0;
  }
  return {
    milliseconds: median(times),
    buffers,
    ...(plan ? evaluate(plan) : { concerns: [], remarks: [] }),
  };
}

function evaluate(node: Node): Pick<Measured, "concerns" | "remarks"> {
  const below = (node.Plans ?? []).map(evaluate);
  const concerns = below.flatMap((found) => found.concerns);
  const remarks = below.flatMap((found) => found.remarks);
  const type = node["Node Type"];
  const removed = (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  const looked = Math.round((node["Actual Rows"] + removed) * node["Actual Loops"]);
  const where = node["Relation Name"] ?? node["Index Name"] ?? "";
  if (looked > rowsMax && type === "Seq Scan") concerns.push(`reads all of ${where} (${count(looked)} rows)`);
  else if (looked > rowsMax && type.includes("Scan")) remarks.push(`reads ${count(looked)} rows of ${where}`);
  const sorted = node.Plans?.[0]?.["Actual Rows"] ?? 0;
  if (type === "Sort" && sorted > rowsMax) concerns.push(`sorts ${count(sorted)} rows`);
  return { concerns, remarks };
}

function count(rows: number): string {
  return Math.round(rows).toLocaleString("en");
}
