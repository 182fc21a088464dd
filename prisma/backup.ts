import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { backUpCluster } from "@/lib/platform/backup/back-up-cluster";
import { CannotStart } from "@/lib/platform/cannot-start";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { parseEnv } from "@/lib/platform/env";
import { runPgTool } from "./pg-tools";
import { orSayWhy } from "./say-why";

/*
 * `npm run backup -- DIRECTORY`: the database and the secrets of DATA_DIR into a new directory, while the server runs or
 * not. `npm run restore -- DIRECTORY` brings it back.
 */

const secretFiles = ["auth.secret", "setup.token", "postgres.password"];

await orSayWhy(async () => {
  const [target, ...rest] = process.argv.slice(2);
  if (target === undefined || rest.length > 0) throw new CannotStart("Usage: npm run backup -- DIRECTORY");
  if (existsSync(target) && readdirSync(target).length > 0) throw new CannotStart(`${target} is not empty`);
  const env = parseEnv();
  mkdirSync(target, { recursive: true, mode: 0o700 });
  try {
    if (env.DATABASE_URL) {
      await runPgTool("pg_dump", env.DATABASE_URL, ["--format=custom", `--file=${join(target, "database.dump")}`]);
    } else {
      await copyEmbedded(env.DATA_DIR, join(target, "postgres"));
    }
    for (const name of secretFiles) {
      if (existsSync(join(env.DATA_DIR, name))) copyFileSync(join(env.DATA_DIR, name), join(target, name));
    }
  } catch (thrown) {
    // Half a backup would be taken for a whole one.
    rmSync(target, { recursive: true, force: true });
    throw thrown;
  }
  console.log(`Backed up to ${target}. Whoever has it can read everything: keep it like a password.`);
  if (env.AUTH_SECRET) console.log("AUTH_SECRET is not in it; without it second factors cannot be opened.");
});

async function copyEmbedded(dataDir: string, target: string): Promise<void> {
  if (!existsSync(dataDir)) throw new CannotStart(`There is no ${dataDir}: nothing to back up`);
  const cluster = await startEmbeddedPostgres({ dataDir, log: console.error });
  try {
    await backUpCluster({ ...cluster, target, owner: null });
  } finally {
    // A cluster that was running before this command goes on running.
    if (!cluster.wasRunning) await cluster.stop();
  }
}
