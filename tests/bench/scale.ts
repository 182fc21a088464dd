import { table, writePart } from "./figures";
import { adminEmail, type Installation, openHarness } from "./harness";
import { median, quantile } from "./quantile";
import { addExpiredSessions, fillLarge, signers } from "./scale/fill";
import { type Operation, openTarget, operations, type Target } from "./scale/operations";
import { type Plans, readPlans } from "./scale/plans";
import { describeSweep, measureSweep } from "./scale/sweeping";

/**
 * `npm run bench:scale`: the production build on a small and a large database in one run. Writes docs/benchmarks.md;
 * exit code 1 when the large one is too slow or a statement reads or sorts what grows. `--quick`: 50,000 accounts
 * instead of a million; BENCH_USERS: accounts; BENCH_SAMPLES: samples per block.
 */
const isQuick = process.argv.includes("--quick");
const large = Number(process.env.BENCH_USERS ?? (isQuick ? 50_000 : 1_000_000));
const sizes = [1_000, large] as const;
const ratioMax = 1.2;
const blocks = 5;
/** Samples per block; one more block warms up. */
const blockSamples = Number(process.env.BENCH_SAMPLES ?? (isQuick ? 24 : 80));
const widths = [1, 8] as const;
const expiredSessions = Math.min(200_000, large);

interface Line {
  name: string;
  width: number;
  /** Median of the blocks' quantiles in milliseconds, by installation. */
  p50: number[];
  p95: number[];
}

// No durability; memory of a small server.
const harness = await openHarness([
  "fsync=off",
  "full_page_writes=off",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_wal_size=4GB",
  "shared_buffers=1GB",
]);
try {
  const installations: Installation[] = [];
  const targets: Target[] = [];
  for (const size of sizes) {
    const installation = await harness.install(`bench_${size}`);
    const start = performance.now();
    await fillLarge(installation.client, size, installation.passwordHash);
    console.log(`Filled ${size.toLocaleString("en")} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    installations.push(installation);
  }
  // Filling takes longer than an access token lives.
  for (const [index, installation] of installations.entries()) {
    const { rows } = await installation.client.query<{ email: string }>(
      "SELECT email FROM users WHERE password_hash = $1 ORDER BY id LIMIT $2",
      [installation.passwordHash, signers],
    );
    const { url } = await installation.serve();
    const people = rows.map(({ email }) => email);
    targets.push(await openTarget(sizes[index] ?? 0, url, people, adminEmail, Math.max(...widths)));
  }
  const lines: Line[] = [];
  for (const width of widths) {
    for (const [name, operation] of Object.entries(operations)) {
      const line = await measureBoth(name, operation, targets, width);
      console.log(`${name.padEnd(12)} ${width} at a time  ${cellsOf(line).slice(2).join("  ")}`);
      lines.push(line);
    }
  }
  const [, installation] = installations;
  const [, target] = targets;
  if (!installation || !target) throw new Error("There is no large installation");
  await addExpiredSessions(installation.client, large, expiredSessions);
  const plans = await readPlans(installation, target.people[7] ?? "");
  for (const plan of plans)
    console.log(plan.name.padEnd(12), [...plan.concerns, ...plan.remarks].join("; ") || "by index");
  const swept = describeSweep(await measureSweep(installation.databaseUrl, target));
  console.log(swept);
  const problems = [...missed(lines), ...plans.flatMap(({ name, concerns }) => concerns.map((c) => `${name}: ${c}`))];
  write(lines, plans, swept);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await harness.close();
}

/** Alternates, so that other load on the machine affects both. */
async function measureBoth(name: string, operation: Operation, both: Target[], width: number): Promise<Line> {
  const line: Line = { name, width, p50: [], p95: [] };
  const quantiles = both.map(() => ({ p50: [] as number[], p95: [] as number[] }));
  let turn = 0;
  for (let block = -1; block < blocks; block += 1) {
    const times = both.map(() => [] as number[]);
    for (let sample = 0; sample < blockSamples; sample += width) {
      const order = (sample / width) % 2 === 0 ? [0, 1] : [1, 0];
      for (const index of order) {
        const target = both[index] as Target;
        const acts = Array.from({ length: width }, (_, offset) => operation(target, turn + offset));
        times[index]?.push(...(await Promise.all(acts)));
      }
      turn += width;
    }
    if (block < 0) continue;
    for (const [index, values] of times.entries()) {
      quantiles[index]?.p50.push(median(values));
      quantiles[index]?.p95.push(quantile(values, 0.95));
    }
  }
  for (const { p50, p95 } of quantiles) {
    line.p50.push(median(p50));
    line.p95.push(median(p95));
  }
  return line;
}

function ratioOf([small = 0, big = 0]: number[]): number {
  return big / small;
}

function cellsOf({ name, width, p50, p95 }: Line): string[] {
  const ms = (value: number | undefined) => (value ?? 0).toFixed(1);
  const ratio = (values: number[]) => ratioOf(values).toFixed(2);
  return [name, String(width), ms(p50[0]), ms(p50[1]), ratio(p50), ms(p95[0]), ms(p95[1]), ratio(p95)];
}

/** The goal applies to single requests; with eight at a time two servers share the processors. */
function missed(lines: Line[]): string[] {
  return lines
    .filter(({ p50, width }) => width === 1 && !(ratioOf(p50) <= ratioMax))
    .map(({ name, p50 }) => `${name}: ${ratioOf(p50).toFixed(2)} times as slow, ${ratioMax} are allowed`);
}

function write(lines: Line[], plans: Plans[], swept: string): void {
  const count = (rows: number) => rows.toLocaleString("en");
  const [small] = sizes;
  const head = ["act", "at a time", `p50 ms at ${count(small)}`, `at ${count(large)}`, "ratio"];
  const planRows = plans.map(({ concerns, milliseconds, name, remarks, statements }) => [
    name,
    statements,
    milliseconds.toFixed(1),
    [...new Set([...concerns, ...remarks])].join(", ") || "its rows, by an index",
  ]);
  const text = `An installation with ${count(small)} accounts, ${count(small * 2)} sessions, ${count(small * 5)} audit events and ${count(small)} requests for access
against one with ${count(large)}, ${count(large * 2)}, ${count(large * 5)} and ${count(large)}. Both were written by SQL into one throw-away cluster
(\`fsync=off\`, \`shared_buffers=1GB\`), indexes built afterwards, vacuumed and analyzed. Each is served by its own production build, over
HTTP, with its limits scaled up. The acts take turns between both. Of five blocks of ${blockSamples} acts after one to warm up, the median of each
quantile counts.

${table([...head, `p95 ms at ${count(small)}`, `at ${count(large)}`, "ratio"], lines.map(cellsOf))}

The plans of every statement of these acts in the large installation (\`EXPLAIN (ANALYZE, BUFFERS)\`, the median of five), and where
one reads more than 2,000 rows:

${table(["act", "statements", "ms", "what it reads"], planRows)}

${swept}`;
  writePart({
    command: "bench:scale",
    title: `${count(small)} accounts against ${count(large)}`,
    versions: { PostgreSQL: harness.version },
    text,
  });
}
