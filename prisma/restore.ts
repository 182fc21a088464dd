import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { settleAfterRestore } from "@/lib/core/setup/settle-after-restore";
import { copyTree } from "@/lib/platform/backup/copy-cluster";
import { CannotStart } from "@/lib/platform/cannot-start";
import { findCluster, makeEnterable, placeCluster, putCluster } from "@/lib/platform/database/cluster-directory";
import { giveToOwnerOfDirectory } from "@/lib/platform/database/embedded-user";
import { parseEnv } from "@/lib/platform/env";
import { runCommand } from "./command";
import { runPgTool } from "./pg-tools";
import { orSayWhy } from "./say-why";

/*
 * `npm run restore -- DIRECTORY`: brings a backup into an installation that has no database yet, and settles what has
 * happened since: sessions end, mailed links stop working, mails that waited are not sent again.
 */

await orSayWhy(async () => {
  const [source, ...rest] = process.argv.slice(2);
  if (source === undefined || rest.length > 0) throw new CannotStart("Usage: npm run restore -- DIRECTORY");
  const env = parseEnv();
  const dump = join(source, "database.dump");
  const cluster = join(source, "postgres");
  const wanted = env.DATABASE_URL ? dump : cluster;
  if (!existsSync(wanted)) {
    const other = env.DATABASE_URL ? cluster : dump;
    if (!existsSync(other)) throw new CannotStart(`${source} is not a backup: it has no ${wanted}`);
    throw new CannotStart(`${source} is a backup of ${env.DATABASE_URL ? "an embedded" : "an external"} database`);
  }
  refuseOtherSecret(source, env.DATA_DIR);
  if (env.DATABASE_URL) await restoreDump(env.DATABASE_URL, dump);
  else await restoreCluster(cluster, env.DATA_DIR);
  restoreSecrets(source, env.DATA_DIR, env.DATABASE_URL === undefined);
  await runCommand(async (ctx) => {
    const { mails, sessions, tokens } = await settleAfterRestore(ctx);
    console.log(
      `Restored. ${sessions} sessions ended, ${tokens} mailed links and ${mails} waiting mails were withdrawn.`,
    );
    console.log("API keys that were revoked since the backup work again: look through them, then start the server.");
    return null;
  });
});

async function restoreDump(url: string, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_tables WHERE schemaname = 'public' LIMIT 1");
    if (rowCount !== 0) throw new CannotStart("DATABASE_URL names a database that is not empty; nothing was changed");
  } finally {
    await client.end();
  }
  await runPgTool("pg_restore", url, ["--exit-on-error", "--no-owner", "--single-transaction", dump]);
}

async function restoreCluster(source: string, dataDir: string): Promise<void> {
  if (findCluster(dataDir)) {
    throw new CannotStart(`${dataDir} has a database already; move it away, or set DATA_DIR. Nothing was changed`);
  }
  makeEnterable(resolve(dataDir));
  const cluster = placeCluster(dataDir);
  await putCluster(cluster, async (partial) => copyTree(source, partial, { owner: cluster.identity }));
}

function read(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Over the secret of another installation nothing is written: somebody may need it. */
function refuseOtherSecret(source: string, dataDir: string): void {
  const [backedUp, present] = [read(join(source, "auth.secret")), read(join(dataDir, "auth.secret"))];
  if (backedUp === null || present === null || backedUp === present) return;
  throw new CannotStart(`auth.secret in ${dataDir} is not the one of the backup; move it away. Nothing was changed`);
}

function restoreSecrets(source: string, dataDir: string, isEmbedded: boolean): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  for (const name of ["auth.secret", "setup.token", ...(isEmbedded ? ["postgres.password"] : [])]) {
    const from = join(source, name);
    if (!existsSync(from)) continue;
    copyFileSync(from, join(dataDir, name));
    giveToOwnerOfDirectory(join(dataDir, name));
  }
}
