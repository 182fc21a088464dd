import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Env } from "../env";
import { untilAborted } from "../stop-signals";
import { becomeOwner } from "./cluster-users";
import { startEmbeddedPostgres } from "./embedded";
import { removeEmpty } from "./make-cluster";
import { postmasterOf } from "./postgres-process";

interface Options {
  /** Ends start and work: what was begun is stopped, and the reason is thrown. */
  signal: AbortSignal;
  /** True: a database that doesn't let Foyer in is left as it is, for whoever only wants to read. */
  keepsRoles?: boolean;
  /** True: no server may use the embedded database meanwhile, and where the work fails, what was made for it is removed. */
  isRestore?: boolean;
}

/** What an installation has in its data directory beside the cluster and its password. */
const files = ["postgres.port", "auth.secret", "setup.token"];

/**
 * Does `work` on the configured database. The embedded one is started where it doesn't run, and stopped when nobody else
 * uses it, however the work ends. Throws CannotStart; nothing that it started runs on then.
 */
export async function withConfiguredDatabase<Result>(
  env: Env,
  work: (url: string) => Promise<Result>,
  { isRestore = false, keepsRoles = false, signal }: Options,
): Promise<Result> {
  if (env.DATABASE_URL) return untilAborted(signal, work(env.DATABASE_URL));
  const dataDir = resolve(env.DATA_DIR);
  const hadDataDir = existsSync(dataDir);
  const missing = files.map((name) => join(dataDir, name)).filter((path) => !existsSync(path));
  const embedded = await startEmbeddedPostgres({ dataDir: env.DATA_DIR, log: console.error, keepsRoles, signal });
  let isDone = false;
  try {
    if (isRestore) await becomeOwner(embedded.user);
    const result = await untilAborted(signal, work(embedded.url));
    isDone = true;
    return result;
  } finally {
    await embedded.stop();
    if (isRestore && !isDone && !postmasterOf(embedded.directory)) {
      for (const path of missing) rmSync(path, { force: true });
      embedded.undo();
      if (!hadDataDir) removeEmpty(dataDir);
    }
  }
}
