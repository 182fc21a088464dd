import { table, writePart } from "../figures";
import type { Speed, Weight } from "./browser";
import { versions } from "./comparison-files";
import type { MemoryAt } from "./memory";

export interface LightFigures {
  browser: string;
  empty: Weight;
  weights: Map<string, Weight>;
  speeds: Map<string, Speed>;
  loads: number;
  idleMegabytes: number;
  idleSeconds: number;
  memory: MemoryAt[];
}

/** Script of a page relative to an empty one. */
const weightRatioMax = 1.3;
/** Memory growth over the second half of the requests. */
const growthMax = 1.1;

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);
const count = (number: number) => number.toLocaleString("en");

/** Returns the missed goals, one line each. */
export function writeLightFigures(figures: LightFigures): string[] {
  const { browser, empty, idleMegabytes, idleSeconds, loads, memory, speeds, weights } = figures;
  const missed: string[] = [];
  const weightRows = [...weights].map(([name, { document, foreign, module }]) => {
    const ratio = module / empty.module;
    if (ratio > weightRatioMax) missed.push(`${name}: ${ratio.toFixed(2)} times the script of an empty page`);
    for (const address of foreign) missed.push(`${name} asks elsewhere: ${address}`);
    return [name, kilobytes(module), ratio.toFixed(2), kilobytes(document), foreign.length];
  });
  const [half, whole] = [memory.at(-2), memory.at(-1)];
  const growth = half && whole ? whole.megabytes / half.megabytes : 1;
  if (growth > growthMax) missed.push(`Memory grew by ${((growth - 1) * 100).toFixed(0)} % over the last requests`);

  const speedRows = [...speeds].map(([name, { lcp, tbt }]) => [name, lcp.toFixed(0), tbt.toFixed(0)]);
  const memoryRows = [
    [`none, ${idleSeconds} s after the start`, idleMegabytes.toFixed(0)],
    ...memory.map(({ megabytes, requests }) => [count(requests), megabytes.toFixed(0)]),
  ];
  const text = `What a page loads into an empty ${browser}, until the network is quiet. Each file is gzipped separately.
Scripts for browsers without modules are not loaded and do not count. Dialogs, menus and the rules of a form load with the
first movement of the mouse, touch or key, and aren't counted. The empty page has
${kilobytes(empty.module)} kB of script and a document of ${kilobytes(empty.document)} kB.

${table(["page", "script, kB", "times the empty page", "document, kB", "requests elsewhere"], weightRows)}

Largest contentful paint and total blocking time on a processor slowed down to a quarter, without a limit of the
network, medians of ${loads} loads into an empty browser. better-auth's page has an address, a password and a button, and no style
sheet, language, theme or error text.

${table(["page", "LCP, ms", "TBT, ms"], speedRows)}

Resident memory of the server's process, the database's processes not counted: of ten requests seven ask for the
profile, one for the sign-in page, one for the account page, and one signs in with a wrong password.

${table(["requests", "MB"], memoryRows)}`;
  const known = { Next: versions.next, "better-auth": versions["better-auth"] };
  writePart({ command: "bench:light", title: "Page weight and memory", versions: known, text });
  return missed;
}
