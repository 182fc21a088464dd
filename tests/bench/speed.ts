import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { migrate } from "@/lib/platform/database/migrate";
import { createSecrets } from "@/lib/platform/secrets";
import { freePort } from "@/tests/support/product-process";
import { writePart } from "./figures";
import { createAccounts, hashPassword } from "./speed/accounts";
import { betterAuthEnv, type Contenders, startContenders } from "./speed/contenders";
import { describeResults, evaluateGoals } from "./speed/goals";
import { describeShares } from "./speed/profile";
import { measureRounds, profileLoads, type Size } from "./speed/rounds";
import { buildPeers, peerVersion } from "./speed/servers";
import { describeWaits, measureWaits } from "./speed/waits";

/**
 * `npm run bench:speed`: session checks, sign-ins, refreshes and sign-outs beside better-auth and a bare Hono server,
 * which are built outside the repository on the first run. Writes docs/benchmarks.md; exit code 1 when a goal is
 * missed. `--quick`: one short round without writing; BENCH_ROUNDS, BENCH_SECONDS: rounds and seconds per load.
 */
const isQuick = process.argv.includes("--quick");
const size: Size = {
  rounds: Number(process.env.BENCH_ROUNDS ?? (isQuick ? 1 : 5)),
  seconds: Number(process.env.BENCH_SECONDS ?? (isQuick ? 2 : 4)),
  signOuts: isQuick ? 500 : 2_000,
};
const accounts = 1_000;

const peers = buildPeers();
const directory = mkdtempSync(join(tmpdir(), "foyer-speed-"));
chmodSync(directory, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir: directory, log: console.error, mayCreateDatabases: true });
const client = new pg.Client({ connectionString: postgres.url });
let contenders: Contenders | undefined;
const close = async () => {
  await contenders?.stop();
  await client.end().catch(() => undefined);
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void close().finally(() => process.exit(1)));
}
try {
  await migrate(postgres.url);
  await client.connect();
  await client.query("CREATE DATABASE better_auth");
  const betterAuthUrl = new URL("/better_auth", postgres.url).href;
  execFileSync(process.execPath, ["migrate.mjs"], {
    cwd: join(peers, "better-auth"),
    env: { ...process.env, ...betterAuthEnv(betterAuthUrl, "http://127.0.0.1") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const passwordHash = await hashPassword();
  const emails = await createAccounts(client, passwordHash, accounts);
  const authSecret = randomBytes(32).toString("hex");
  const port = await freePort();
  const setting = { peers, directory, authSecret, databaseUrl: postgres.url, betterAuthUrl, passwordHash, port };
  contenders = await startContenders(setting);
  const secrets = createSecrets({ secret: authSecret, previous: null });
  const appUrl = `http://localhost:${port}`;
  const measured = { contenders, client, secrets, appUrl, emails, size };
  const results = await measureRounds(measured);
  const profiles = await profileLoads(measured, join(directory, "profiles"));
  const times = isQuick ? 50 : 300;
  const waits = await measureWaits({ client, databaseUrl: postgres.url, directory, authSecret, appUrl, emails, times });
  const version = String((await client.query("SHOW server_version")).rows[0].server_version);
  const goals = evaluateGoals(results);
  const parts = [describeResults(results, goals, size.seconds), describeShares(profiles), describeWaits(waits, times)];
  const text = parts.join("\n\n");
  console.log(text);
  const versions = {
    PostgreSQL: version,
    "better-auth": peerVersion(peers, "better-auth"),
    Next: peerVersion(peers, "next"),
    Hono: peerVersion(peers, "hono"),
  };
  if (!isQuick) writePart({ command: "bench:speed", title: "Speed", versions, text });
  const missed = goals.filter(({ isMet }) => !isMet);
  for (const { what, wanted, measured } of missed) console.error(`Missed: ${what}: ${measured}, wanted ${wanted}`);
  if (missed.length > 0) process.exitCode = 1;
} finally {
  await close();
}
