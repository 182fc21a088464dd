import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../figures";
import type { LoadSpec } from "./load";
import { sendLoad } from "./send-load";
import type { RunningServer } from "./servers";

/** The format of `node --cpu-prof`. Times in microseconds. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  endTime: number;
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** By the nearest attributable function on the stack. */
const owners: [string, RegExp][] = [
  ["Prisma", /node_modules\/@prisma\//],
  ["PostgreSQL driver and its sockets", /node_modules\/(?:pg|pg-pool|pg-protocol|pg-types)\//],
  ["Tokens (jose)", /node_modules\/jose\//],
  ["Log, metrics, traces", /node_modules\/(?:pino|sonic-boom|prom-client|@opentelemetry)\//],
  ["Hono", /node_modules\/hono\//],
  ["HTTP and its sockets", /node_modules\/@hono\/node-server\/|^node:(?:_http|internal\/http)/],
  ["Passwords (argon2)", /node_modules\/@node-rs\/|lib\/platform\/hasher/],
  ["The product's own code", /\/(?:lib|app|generated)\/[^?]*\.ts|\/server\.ts/],
];
const waiting = "Waiting";
const collecting = "Garbage collection";
const rest = "Node.js itself and the rest";

export type Shares = Map<string, number>;

interface Profiled {
  /** The profiler writes when the product stops. */
  start(args: readonly string[]): Promise<RunningServer>;
  folder: string;
  load(server: RunningServer): Promise<Omit<LoadSpec, "seconds" | "amount">>;
  /** Seconds of warm-up and of measurement. */
  warm: number;
  seconds: number;
}

/** Shares of the event loop's time under one load. */
export async function profileLoad({ folder, load, seconds, start, warm }: Profiled): Promise<Shares> {
  mkdirSync(folder, { recursive: true });
  const server = await start(["--cpu-prof", `--cpu-prof-dir=${folder}`]);
  try {
    await sendLoad({ ...(await load(server)), seconds: warm + seconds });
  } finally {
    await server.stop();
  }
  // The event loop's profile is the largest.
  const profiles = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as CpuProfile,
  );
  const [profile] = profiles.sort((a, b) => b.nodes.length - a.nodes.length);
  if (!profile) throw new Error("The profiler has written nothing");
  return sharesOf(profile, seconds);
}

/** Only the seconds before the last answer: shutdown follows. */
function sharesOf(profile: CpuProfile, seconds: number): Shares {
  const ownerOf = ownersByNode(profile);
  const shares: Shares = new Map();
  let at = profile.startTime;
  const slices = profile.samples.map((node, index) => {
    const took = profile.timeDeltas[index] ?? 0;
    at += took;
    return { owner: ownerOf.get(node) ?? rest, took, at };
  });
  const lastBusy =
    slices.findLast(({ owner }) => owner === "Prisma" || owner.startsWith("HTTP"))?.at ?? profile.endTime;
  const counted = slices.filter((slice) => slice.at <= lastBusy && slice.at > lastBusy - seconds * 1_000_000);
  const total = counted.reduce((sum, { took }) => sum + took, 0);
  for (const { owner, took } of counted) shares.set(owner, (shares.get(owner) ?? 0) + took / total);
  return shares;
}

function ownersByNode({ nodes }: CpuProfile): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<number, string>();
  const visit = (id: number, inherited: string) => {
    const node = byId.get(id);
    if (!node) return;
    const owner = ownOwner(node.callFrame) ?? inherited;
    found.set(id, owner);
    for (const child of node.children ?? []) visit(child, owner);
  };
  const [root] = nodes;
  if (root) visit(root.id, rest);
  return found;
}

function ownOwner({ functionName, url }: { functionName: string; url: string }): string | undefined {
  if (functionName === "(idle)") return waiting;
  if (functionName === "(garbage collector)") return collecting;
  return owners.find(([, pattern]) => pattern.test(url))?.[0];
}

export function describeShares(profiles: ReadonlyMap<string, Shares>): string {
  const names = [...owners.map(([name]) => name), rest, collecting, waiting];
  const percent = (share = 0) => `${(share * 100).toFixed(1)} %`;
  const rows = names.map((name) => [name, ...[...profiles.values()].map((shares) => percent(shares.get(name)))]);
  return `Where the time of the product's event loop goes, by a V8 profile of each load with what a function calls of Node.js
counted as its own. A socket write lasts until the kernel has handed the bytes over. With few processors, the thread often
waits there.

${table(["whose time", ...profiles.keys()], rows)}`;
}
