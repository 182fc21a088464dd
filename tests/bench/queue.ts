import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type AdminActor, requireAdmin } from "@/lib/core/kernel/actors";
import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { createAdmin } from "@/lib/core/settings/setup";
import { logIn } from "@/lib/core/sign-in/log-in";
import { createApp } from "@/lib/platform/create-app";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { migrate } from "@/lib/platform/database/migrate";
import { parseEnv } from "@/lib/platform/env";
import { setupSchema } from "@/lib/values/forms";
import { fill } from "./fill";
import { pages } from "./pages";
import { type Measured, measure, readsOf } from "./plans";
import { writeQueueFigures } from "./queue-figures";

/**
 * `npm run bench:queue`: the console's pages and their query plans in a small and a large database. Writes
 * docs/benchmarks.md; exit code 1 when a page reads or sorts what grows.
 */
const sizes = [1_000, 100_000] as const;

export type PageFigures = Measured & { statements: number; slowest: string };

const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: console.error, mayCreateDatabases: true });
try {
  await migrate(postgres.url);
  const results = new Map<number, Map<string, PageFigures>>();
  let version = "";
  for (const size of sizes) {
    const url = new URL(postgres.url);
    url.pathname = `/bench_${size}`;
    const client = await open(postgres.url, url);
    console.log(`Filling a database with ${size.toLocaleString("en")} of everything`);
    await fill(client, size);
    version = String((await client.query("SHOW server_version")).rows[0].server_version);
    results.set(size, await measureAll(url.href, client));
    await client.end();
  }
  const concerns = writeQueueFigures({ sizes, version, results });
  console.log(concerns.length === 0 ? "Every page stays with its index." : concerns.join("\n"));
  if (concerns.length > 0) process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function open(migratedUrl: string, url: URL): Promise<pg.Client> {
  const cluster = new pg.Client({ connectionString: new URL("/postgres", migratedUrl).href });
  await cluster.connect();
  const template = new URL(migratedUrl).pathname.slice(1);
  await cluster.query(`CREATE DATABASE ${url.pathname.slice(1)} TEMPLATE ${template}`);
  await cluster.end();
  const client = new pg.Client({ connectionString: url.href, options: "-c TimeZone=UTC" });
  await client.connect();
  return client;
}

async function measureAll(databaseUrl: string, client: pg.Client): Promise<Map<string, PageFigures>> {
  const env = parseEnv({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: "silent" });
  const app = createApp(env, { databaseUrl });
  try {
    const ctx = forRequest(app, { ip: "127.0.0.1", userAgent: "bench", requestId: "bench", locale: "en" });
    const admin = await becomeAdmin(ctx);
    const figures = new Map<string, PageFigures>();
    for (const [name, prepare] of pages) {
      const read = await prepare(ctx, admin);
      // The first read settles what is due.
      await read(ctx, admin);
      const statements = await readsOf(() => read(ctx, admin));
      const measured: (Measured & { text: string })[] = [];
      for (const sent of statements) measured.push({ ...(await measure(client, sent)), text: sent.text });
      const slowest = measured.reduce((worst, one) => (one.milliseconds > worst.milliseconds ? one : worst));
      figures.set(name, {
        statements: statements.length,
        milliseconds: measured.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
        buffers: measured.reduce((sum, { buffers }) => sum + buffers, 0),
        concerns: measured.flatMap(({ concerns }) => concerns),
        remarks: measured.flatMap(({ remarks }) => remarks),
        slowest: slowest.text,
      });
      const { milliseconds, concerns } = figures.get(name) as PageFigures;
      console.log(`${name.padEnd(40)} ${milliseconds.toFixed(1).padStart(8)} ms  ${concerns.join("; ")}`);
      if (process.argv.includes("--sql") && concerns.length > 0) console.log(slowest.text);
    }
    return figures;
  } finally {
    await app.close();
  }
}

async function becomeAdmin(ctx: CoreContext): Promise<AdminActor> {
  const password = randomBytes(12).toString("base64url");
  const input = setupSchema.parse({ name: "Bea Bench", email: "bench@bench.example", password });
  const created = await createAdmin(ctx, input);
  if (!created.ok) throw new Error(created.error.code);
  const outcome = await logIn(ctx, { email: input.email, password }, nativeAudience);
  if (!outcome.ok || outcome.value.next !== "session") throw new Error("Signing in failed");
  const actor = await resolveSession(ctx, outcome.value.session.accessToken, nativeAudience);
  const admin = actor && requireAdmin(actor);
  if (!admin?.ok) throw new Error("Not an admin");
  return admin.value;
}
