import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createOnce } from "../auth-secret";
import { CannotStart } from "../cannot-start";
import { type Cluster, findCluster, makeEnterable, putCluster } from "./cluster-directory";
import type { Binaries } from "./embedded-binaries";
import { type Roles, settleRoles } from "./embedded-roles";
import { giveTo } from "./embedded-user";
import { postmasterOf, runProgram } from "./postgres-process";
import { faultIn, meaningOf } from "./postgres-reasons";

interface Making {
  dataDir: string;
  binaries: Binaries;
  /** Where it will be. */
  cluster: Cluster;
  mayCreateDatabases: boolean;
  /** One line for people, when something unusual is done. */
  log: (line: string) => void;
  /** Ends the work; the reason is thrown. */
  signal?: AbortSignal | undefined;
}

/**
 * Makes the cluster of a data directory that has none. However it fails, nothing that it made stays. Throws CannotStart
 * with the reason in one line. Returns what removes it all again: nothing where another process was first, or uses it.
 */
export async function makeCluster({ binaries, cluster, dataDir, log, ...options }: Making): Promise<() => void> {
  const directory = resolve(dataDir);
  const isNew = !existsSync(directory);
  let hasNewPassword = false;
  const undo = () => {
    if (hasNewPassword && !findCluster(dataDir)) rmSync(passwordFile(dataDir), { force: true });
    if (isNew) removeEmpty(directory);
  };
  try {
    makeEnterable(directory);
    if (dirname(cluster.directory) !== directory) {
      log(`PostgreSQL's user can't reach ${dataDir}. The database is in ${cluster.directory}.`);
    }
    hasNewPassword = createPassword(dataDir);
    const roles = { mayCreateDatabases: options.mayCreateDatabases, password: readPassword(dataDir) };
    const isOurs = await putCluster(cluster, (partial) =>
      initialise(binaries, { ...cluster, directory: partial }, roles, options.signal),
    );
    return () => {
      if (!isOurs || postmasterOf(cluster.directory)) return;
      for (const name of readdirSync(cluster.directory)) {
        rmSync(join(cluster.directory, name), { recursive: true, force: true });
      }
      // Fails for a link to an empty directory, which somebody else has made.
      removeEmpty(cluster.directory);
      undo();
    };
  } catch (thrown) {
    undo();
    if (options.signal?.aborted || thrown instanceof CannotStart || !(thrown instanceof Error)) throw thrown;
    throw new CannotStart(
      meaningOf(thrown.message, cluster) ??
        `PostgreSQL couldn't make a database in ${cluster.directory}: ${faultIn(thrown.message)}`,
    );
  }
}

/** Of the role that Foyer works as. Where it is missing or too short it is made anew, and so is the role's. */
export function readPassword(dataDir: string): string {
  createPassword(dataDir);
  const path = passwordFile(dataDir);
  const password = readFileSync(path, "utf8").trim();
  // It becomes part of SQL and of an address.
  if (/^[0-9a-f]{32,}$/.test(password)) return password;
  throw new CannotStart(`${path} is damaged. Delete it: the next start makes a new one.`);
}

function createPassword(dataDir: string): boolean {
  return createOnce(passwordFile(dataDir), randomBytes(24).toString("hex"));
}

function passwordFile(dataDir: string): string {
  return join(dataDir, "postgres.password");
}

/** Removes a directory unless something is in it, or it is a link. */
export function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // It stays.
  }
}

async function initialise(
  binaries: Binaries,
  cluster: Cluster,
  roles: Roles,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Beside the directory: initdb wants that empty. Nobody keeps this password, and settleRoles() takes it away again.
  const file = `${cluster.directory}.password`;
  const options = ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C"];
  try {
    writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" });
    giveTo(file, cluster.identity);
    await runProgram(
      binaries.initdb,
      ["-D", cluster.directory, "-U", "postgres", `--pwfile=${file}`, "--no-sync", ...options],
      cluster,
      { signal },
    );
  } finally {
    rmSync(file, { force: true });
  }
  await settleRoles(binaries, cluster, roles, signal);
}
