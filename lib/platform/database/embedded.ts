import { rmSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { CannotStart } from "../cannot-start";
import { type Cluster, findCluster, placeCluster, systemDirectory } from "./cluster-directory";
import { isLastUser, joinUsers } from "./cluster-users";
import { openClient } from "./connections";
import { stopEarlierVersion } from "./earlier-version";
import {
  type Address,
  choosePort,
  chooseSocket,
  guard,
  leaveSocket,
  privateDirectory,
  settingsOf,
  urlOf,
} from "./embedded-address";
import { type Binaries, findBinaries } from "./embedded-binaries";
import { settleRoles } from "./embedded-roles";
import { makeCluster, readPassword } from "./make-cluster";
import {
  askToStop,
  isLockStale,
  lastFault,
  loggedBytes,
  type Postmaster,
  postmasterOf,
  runProgram,
} from "./postgres-process";
import { faultIn, meaningOf } from "./postgres-reasons";

export interface EmbeddedPostgres {
  url: string;
  address: Address;
  directory: string;
  wasRunning: boolean;
  /** Counts as a user of the cluster while open. */
  user: pg.Client;
  /** The last user stops the server. */
  stop(): Promise<void>;
  /** Removes what this start created. */
  undo(): void;
}

interface Options {
  dataDir: string;
  log: (line: string) => void;
  /** Only this address is allowed. */
  address?: Address;
  /** As `name=value`. */
  settings?: string[];
  /** For tests and measurements. */
  mayCreateDatabases?: boolean;
  /** True: doesn't repair the database's roles. */
  keepsRoles?: boolean;
  /** node-postgres can't use PostgreSQL's sockets on Windows. */
  transport?: "socket" | "tcp";
  signal?: AbortSignal | undefined;
}

type Started = Pick<EmbeddedPostgres, "url" | "address" | "directory" | "wasRunning"> & { halt(): Promise<void> };

const joinAttemptsMax = 50;

/** Starts the cluster or joins a running one. Throws CannotStart after undoing everything. */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const undo = await ensureCluster(options);
  try {
    return { ...(await joinCluster(options)), undo };
  } catch (thrown) {
    undo();
    throw thrown;
  }
}

async function ensureCluster(options: Options): Promise<() => void> {
  const { dataDir, log, mayCreateDatabases = false, signal } = options;
  if (findCluster(dataDir)) return () => undefined;
  const cluster = placeCluster(dataDir);
  const binaries = findBinaries(cluster.identity, systemDirectory);
  return makeCluster({ dataDir, binaries, cluster, mayCreateDatabases, log, signal });
}

async function joinCluster(options: Options): Promise<Omit<EmbeddedPostgres, "undo">> {
  const { signal } = options;
  for (let attempt = 1; ; attempt += 1) {
    const started = await startOrFind(options);
    const { halt, ...found } = started;
    let user: pg.Client | null;
    try {
      user = await joinUsers(found.url);
    } catch (thrown) {
      // Its last user may have stopped it meanwhile.
      if (attempt === joinAttemptsMax) {
        if (!found.wasRunning) await halt();
        throw thrown;
      }
      user = null;
    }
    if (user) {
      const joined = user;
      const stop = async () => {
        let isLast = true;
        try {
          isLast = await isLastUser(joined, found.url);
          if (isLast) await halt();
        } finally {
          if (isLast) joined.connection.stream.destroy();
          else await joined.end();
        }
      };
      if (!signal?.aborted) return { ...found, user: joined, stop };
      await stop();
    }
    signal?.throwIfAborted();
    if (attempt === joinAttemptsMax) {
      throw new CannotStart(`Another command is stopping the database in ${found.directory}. Try again.`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function startOrFind(options: Options): Promise<Started> {
  const { dataDir, settings = [], signal, transport = process.platform === "win32" ? "tcp" : "socket" } = options;
  const cluster = findCluster(dataDir);
  if (!cluster) throw new CannotStart(`The database in ${dataDir} was removed while Foyer started.`);
  const { directory } = cluster;
  const binaries = findBinaries(cluster.identity, systemDirectory);
  const password = readPassword(dataDir);
  const roles = { mayCreateDatabases: options.mayCreateDatabases ?? false, password };
  const found = (address: Address, wasRunning: boolean): Started => ({
    address,
    directory,
    wasRunning,
    url: urlOf(address, password),
    async halt() {
      await stop(binaries, cluster);
      if ("socketDirectory" in address) leaveSocket(address.socketDirectory);
    },
  });

  await stopEarlierVersion(cluster, password, () => stop(binaries, cluster));
  const running = await findRunning(cluster, password, signal);
  if (running) return found(running, true);

  if (isLockStale(directory)) rmSync(join(directory, "postmaster.pid"));
  const byPort = () => choosePort(join(dataDir, "postgres.port"));
  const address = options.address ?? (transport === "tcp" ? await byPort() : chooseSocket(cluster));
  const started = found(address, false);
  const logged = loggedBytes(directory);
  const flags = [...settingsOf(address, cluster), "max_connections=200", ...settings];
  const launch = () => start(binaries, cluster, flags, signal);
  if (!(await launch())) return startOrFind(options);
  try {
    if ((await knock(address, password)) === "locked") {
      // It's from an earlier version or has another password than DATA_DIR.
      if (options.keepsRoles) {
        throw new CannotStart(
          `The database in ${directory} doesn't take the password in DATA_DIR. Nothing was changed. Start the server once: it gives the database a new one.`,
        );
      }
      await stop(binaries, cluster);
      await settleRoles(binaries, cluster, roles, signal);
      await launch();
    }
    if (!(await isOpen(address, password))) {
      const reason = lastFault(directory, logged) ?? "it takes no connection";
      throw new CannotStart(`PostgreSQL started in ${directory}, but Foyer can't use it: ${reason}`);
    }
    return started;
  } catch (thrown) {
    await started.halt();
    throw thrown;
  }
}

/** A server may answer slowly after its start. */
async function isOpen(address: Address, password: string): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answer = await knock(address, password);
    if (answer !== "away") return answer === "open";
    await new Promise((done) => setTimeout(done, 200));
  }
  return false;
}

/**
 * Returns false if another process was first. Waits for pg_ctl on `signal` because an aborted pg_ctl would leave the
 * server running.
 */
async function start(
  { pgCtl }: Binaries,
  cluster: Cluster,
  settings: string[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  signal?.throwIfAborted();
  const { directory } = cluster;
  const logged = loggedBytes(directory);
  const options = settings.map((flag) => `-c ${flag.includes(" ") ? `"${flag}"` : flag}`).join(" ");
  // pg_ctl passes both paths to a shell.
  const paths = ["-D", ".", "-l", "postgresql.log"];
  const watch = setInterval(() => {
    if (signal?.aborted) askToStop(directory);
  }, 100);
  try {
    await runProgram(pgCtl, ["start", ...paths, "-w", "-t", "60", "-o", options], cluster, { cwd: directory });
    return true;
  } catch (thrown) {
    signal?.throwIfAborted();
    if (postmasterOf(directory)) return false;
    const reason = lastFault(directory, logged) ?? (thrown as Error).message;
    throw new CannotStart(meaningOf(reason, cluster) ?? `PostgreSQL doesn't start in ${directory}: ${faultIn(reason)}`);
  } finally {
    clearInterval(watch);
  }
}

async function stop({ pgCtl }: Binaries, cluster: Cluster): Promise<void> {
  if (!postmasterOf(cluster.directory)) return;
  await runProgram(pgCtl, ["stop", "-D", cluster.directory, "-m", "fast", "-w", "-t", "30"], cluster).catch(
    (thrown) => {
      // pg_ctl takes a killed server's file for a running server.
      if (postmasterOf(cluster.directory)) throw thrown;
    },
  );
}

/** postmaster.pid may be stale. */
async function findRunning(cluster: Cluster, password: string, signal?: AbortSignal): Promise<Address | null> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    signal?.throwIfAborted();
    const postmaster = postmasterOf(cluster.directory);
    if (!postmaster) return null;
    const address = addressOf(postmaster, cluster);
    const answer = address ? await knock(address, password) : "away";
    if (address && answer === "open") return address;
    if (answer === "locked") {
      throw new CannotStart(
        `The database that runs in ${cluster.directory} doesn't take the password in DATA_DIR. Restart the server.`,
      );
    }
    // It may be starting or recovering.
    await new Promise((done) => setTimeout(done, 200));
  }
  return null;
}

function addressOf({ port, socketDirectory: named }: Postmaster, cluster: Cluster): Address | null {
  if (named === "") return { port };
  const socketDirectory = privateDirectory(named, cluster);
  return socketDirectory === null ? null : { socketDirectory };
}

/** SQLSTATEs of a missing role, password or database. */
const locked = new Set(["28P01", "28000", "3D000"]);

/** "locked": it answers but rejects Foyer. */
async function knock(address: Address, password: string): Promise<"open" | "locked" | "away"> {
  guard(address);
  try {
    const client = await openClient({ url: urlOf(address, password), connectMilliseconds: 2_000 });
    await client.end();
    return "open";
  } catch (thrown) {
    return locked.has((thrown as { code?: string }).code ?? "") ? "locked" : "away";
  }
}
