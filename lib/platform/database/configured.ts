import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Env } from "../env";
import { untilAborted } from "../stop-signals";
import { becomeOwner } from "./cluster-users";
import { startEmbeddedPostgres } from "./embedded";
import { removeEmpty } from "./make-cluster";
import { postmasterOf } from "./postgres-process";

interface Options {
  signal: AbortSignal;
  /** True: doesn't repair the database's roles. */
  keepsRoles?: boolean;
  /** True: excludes servers and undoes everything on failure. */
  isRestore?: boolean;
}

const files = ["postgres.port", "auth.secret", "setup.token"];

/** Starts the embedded database if it's down and stops it after its last user. Throws CannotStart. */
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
