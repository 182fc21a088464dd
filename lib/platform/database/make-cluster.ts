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
  cluster: Cluster;
  mayCreateDatabases: boolean;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Throws CannotStart after undoing everything. Returns the undo. */
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
      // Fails for a link, which another user created.
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

/** Replaces a missing or short password. */
export function readPassword(dataDir: string): string {
  createPassword(dataDir);
  const path = passwordFile(dataDir);
  const password = readFileSync(path, "utf8").trim();
  // It's inserted into SQL and a URL.
  if (/^[0-9a-f]{32,}$/.test(password)) return password;
  throw new CannotStart(`${path} is damaged. Delete it: the next start makes a new one.`);
}

function createPassword(dataDir: string): boolean {
  return createOnce(passwordFile(dataDir), randomBytes(24).toString("hex"));
}

function passwordFile(dataDir: string): string {
  return join(dataDir, "postgres.password");
}

/** Keeps links and directories with content. */
export function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // It has content.
  }
}

async function initialise(
  binaries: Binaries,
  cluster: Cluster,
  roles: Roles,
  signal: AbortSignal | undefined,
): Promise<void> {
  // initdb needs an empty directory. settleRoles() removes this password.
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
