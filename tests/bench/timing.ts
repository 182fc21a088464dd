import { seededRandom } from "@/tests/support/random";
import { startStubReceiver } from "@/tests/support/stub-receiver";
import { table, writePart } from "./figures";
import { adminEmail, type Caller, call, openHarness, signIn, timed } from "./harness";
import { median, quantile } from "./quantile";
import { addAccounts, addressOf, type Case, cases, type Kind } from "./timing/cases";
import { areaUnderCurve, shuffled } from "./timing/statistics";

/**
 * `npm run bench:timing`: whether response times reveal accounts, over HTTP, with and without webhooks. Writes
 * docs/benchmarks.md; exit code 1 when they do. `--quick`: a tenth of the samples; BENCH_SHARE: another share;
 * BENCH_SEED: repeats an order.
 */
const share = Number(process.env.BENCH_SHARE ?? (process.argv.includes("--quick") ? 0.1 : 1));
const sets = 5;
const warmUp = 30;
const areaMin = 0.45;
const areaMax = 0.55;
const medianMillisecondsMax = 5;
const memberCount = 20;
const seed = Number(process.env.BENCH_SEED ?? Date.now() % 2 ** 31);
console.log(`BENCH_SEED=${seed}`);

interface Measurement {
  of: Case;
  mode: string;
  kind: Kind;
  /** One area under the curve per set, of unknown against this kind. */
  areas: number[];
  /** Areas of the next request's times, which a background job may delay. */
  areasNext: number[];
  times: Record<"unknown" | "known", number[]>;
}

const random = seededRandom(seed);
const harness = await openHarness([]);
const receiver = await startStubReceiver();
try {
  const installation = await harness.install("timing", { WEBHOOK_ALLOW_PRIVATE: "on" });
  const count = Math.max(...cases.map(({ samples }) => samples)) * sets + warmUp;
  await addAccounts(installation.client, Math.max(count, memberCount), installation.passwordHash);
  const { url } = await installation.serve();
  const signInMembers = async () => {
    const members: Caller[] = [];
    // Taken from the end, so that measured addresses aren't affected.
    for (let index = 0; index < memberCount; index += 1) {
      members.push(await signIn(url, addressOf("known", Math.max(count, memberCount) - 1 - index)));
    }
    return members;
  };
  const measurements: Measurement[] = [];
  for (const mode of ["no webhooks", "a webhook for everything"]) {
    if (mode !== "no webhooks") {
      const admin = await signIn(url, adminEmail);
      const made = await call(admin, "/admin/webhooks", { url: receiver.url, events: ["*"] });
      if (made.status !== 201) throw new Error(`Making a webhook was answered with ${made.status}`);
    }
    for (const one of cases) {
      // Access tokens live for fifteen minutes.
      measurements.push(...(await measure(one, mode, { url, cookies: "" }, await signInMembers())));
    }
  }
  if (receiver.received.length === 0) console.error("The webhook heard of nothing, which is not what this measures.");
  const told = measurements.filter((measurement) => !isQuiet(measurement));
  write(measurements);
  for (const { kind, mode, of } of told) console.error(`${of.name}, ${mode}: the time tells ${kind} from unknown`);
  if (told.length > 0) process.exitCode = 1;
} finally {
  await receiver.stop();
  await harness.close();
}

/**
 * Random order over the whole set: jobs run into the next request, so a fixed order would favor the kind with the
 * heaviest job.
 */
async function measure(one: Case, mode: string, guest: Caller, members: Caller[]): Promise<Measurement[]> {
  const samples = Math.max(20, Math.round(one.samples * share));
  const measurements = one.against.map(
    (kind): Measurement => ({ of: one, mode, kind, areas: [], areasNext: [], times: { unknown: [], known: [] } }),
  );
  const kinds: Kind[] = ["unknown", ...one.against];
  // Once per address and case, so that no limit per address applies.
  const used = new Map<Kind, number>();
  let turn = 0;
  const act = async (kind: Kind) => {
    const index = used.get(kind) ?? 0;
    used.set(kind, index + 1);
    turn += 1;
    return timed(one.status, () => one.act(guest, members, addressOf(kind, index), turn));
  };
  for (const kind of orderOf(kinds, warmUp)) await act(kind);
  for (let set = 0; set < sets; set += 1) {
    const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
    const timesNext = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
    let before: Kind | null = null;
    for (const kind of orderOf(kinds, samples)) {
      const took = await act(kind);
      times.get(kind)?.push(took);
      if (before) timesNext.get(before)?.push(took);
      before = kind;
    }
    for (const measurement of measurements) {
      const [unknown = [], known = []] = [times.get("unknown"), times.get(measurement.kind)];
      measurement.areas.push(areaUnderCurve(unknown, known));
      measurement.areasNext.push(areaUnderCurve(timesNext.get("unknown") ?? [], timesNext.get(measurement.kind) ?? []));
      measurement.times.unknown.push(...unknown);
      measurement.times.known.push(...known);
    }
  }
  for (const measurement of measurements) console.log(cellsOf(measurement).join("  "));
  return measurements;
}

function orderOf(kinds: Kind[], times: number): Kind[] {
  return shuffled(Array.from({ length: times }, () => kinds).flat(), random);
}

/** The mean, since a single set varies by two hundredths. */
function areaOf(areas: number[]): number {
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

function medianDifference({ times }: Measurement): number {
  return median(times.known) - median(times.unknown);
}

function isQuiet(measurement: Measurement): boolean {
  const area = areaOf(measurement.areas);
  return area >= areaMin && area <= areaMax && Math.abs(medianDifference(measurement)) < medianMillisecondsMax;
}

function cellsOf(measurement: Measurement): string[] {
  const { areas, areasNext, kind, mode, of, times } = measurement;
  const spread = (values: number[]) => [0.1, 0.5, 0.9].map((share) => quantile(values, share).toFixed(1)).join(" / ");
  return [
    of.name,
    mode,
    kind,
    areaOf(areas).toFixed(3),
    areas.map((area) => area.toFixed(2)).join(" "),
    medianDifference(measurement).toFixed(2),
    spread(times.unknown),
    spread(times.known),
    isQuiet(measurement) ? "yes" : "no",
    areaOf(areasNext).toFixed(3),
  ];
}

function write(measurements: Measurement[]): void {
  const head = ["request", "webhooks", "against unknown", "AUC", "of each set", "Δ median ms"];
  const text = `Whether the time of an answer tells an address with an account from one without, over HTTP, one request after the
other, in an order drawn anew for every set (seed ${seed}), ${sets} sets of ${Math.round(1000 * share)} sign-ins and ${Math.round(500 * share)} of everything else for each kind, after ${warmUp} to warm up.
Each address is used once in a case. AUC is the area under the curve of a guess by threshold (Mann-Whitney). 0.5 is tossing a
coin. The database waits for the disk.
The last column is the same for the request that was asked next, of whatever kind, without a pause, while the
email of the one before is made.

${table([...head, "unknown p10 / p50 / p90 ms", "the other", `${areaMin} to ${areaMax} and under ${medianMillisecondsMax} ms`, "AUC of the next"], measurements.map(cellsOf))}`;
  writePart({ command: "bench:timing", title: "Timing of answers", versions: { PostgreSQL: harness.version }, text });
}
