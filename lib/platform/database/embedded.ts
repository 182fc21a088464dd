import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createOnce } from "../auth-secret";
import { CannotStart } from "../cannot-start";
import {
  type Cluster,
  findCluster,
  makeEnterable,
  placeCluster,
  putCluster,
  systemDirectory,
} from "./cluster-directory";
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
import { giveTo } from "./embedded-user";
import { isLockStale, lastFault, loggedBytes, type Postmaster, postmasterOf, runProgram } from "./postgres-process";

export interface EmbeddedPostgres {
  url: string;
  /** Where it is reached. */
  address: Address;
  /** Where its data is. */
  directory: string;
  /** True when the cluster was running before. */
  wasRunning: boolean;
  /** Fast shutdown: connections are closed, everything committed is on disk. */
  stop(): Promise<void>;
}

interface Options {
  dataDir: string;
  /** One line for people, when something unusual is done. */
  log: (line: string) => void;
  /** This one or none, for whoever has a pool that knows no other. */
  address?: Address;
  /** Further settings of the server, `name=value`. */
  settings?: string[];
  /** For tests and measurements, which make databases of their own. Decided when the cluster is made. */
  mayCreateDatabases?: boolean;
  /** True: a database that doesn't let Foyer in is left as it is, for whoever only wants to read. */
  keepsRoles?: boolean;
  /** How the server is reached. PostgreSQL for Windows has no sockets in the file system that node-postgres could use. */
  transport?: "socket" | "tcp";
}

/**
 * Starts PostgreSQL with its data in DATA_DIR, on a socket that only the same user (and root) can reach. A cluster that
 * still runs after a crash of this process is used as it is; what a crash of PostgreSQL left behind is no obstacle.
 * Throws CannotStart with the reason in one line.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const { dataDir, settings = [], transport = process.platform === "win32" ? "tcp" : "socket" } = options;
  const there = findCluster(dataDir);
  const cluster = there ?? placeCluster(dataDir);
  const { directory } = cluster;
  const binaries = findBinaries(cluster.identity, systemDirectory);
  const roles = { mayCreateDatabases: options.mayCreateDatabases ?? false, password: "" };
  if (!there) {
    makeEnterable(resolve(dataDir));
    if (dirname(directory) !== resolve(dataDir)) {
      options.log(`PostgreSQL's user can't reach ${dataDir}. The database is in ${directory}.`);
    }
    roles.password = readPassword(dataDir);
    await putCluster(cluster, (partial) => initialise(binaries, { ...cluster, directory: partial }, roles));
  }
  roles.password = readPassword(dataDir);
  const { password } = roles;
  const found = (address: Address, wasRunning: boolean): EmbeddedPostgres => ({
    ...{ address, directory, wasRunning, url: urlOf(address, password) },
    async stop() {
      await stop(binaries, cluster);
      if ("socketDirectory" in address) leaveSocket(address.socketDirectory);
    },
  });

  await stopEarlierVersion(cluster, password, () => stop(binaries, cluster));
  const running = await findRunning(cluster, password);
  if (running) return found(running, true);

  if (isLockStale(directory)) rmSync(join(directory, "postmaster.pid"));
  const byPort = () => choosePort(join(dataDir, "postgres.port"));
  const address = options.address ?? (transport === "tcp" ? await byPort() : chooseSocket(cluster));
  const logged = loggedBytes(directory);
  const launch = () => start(binaries, cluster, [...settingsOf(address, cluster), "max_connections=200", ...settings]);
  await launch();
  try {
    if ((await knock(address, password)) === "locked") {
      // Made by a version whose role was the superuser, or its password is not the one in DATA_DIR.
      if (options.keepsRoles) {
        throw new CannotStart(
          `The database in ${directory} doesn't take the password in DATA_DIR. Nothing was changed. Start the server once: it gives the database a new one.`,
        );
      }
      await stop(binaries, cluster);
      await settleRoles(binaries, cluster, roles);
      await launch();
    }
    if (!(await isOpen(address, password))) {
      const reason = lastFault(directory, logged) ?? "it takes no connection";
      throw new CannotStart(`PostgreSQL started in ${directory}, but Foyer can't use it: ${reason}`);
    }
    return found(address, false);
  } catch (thrown) {
    await stop(binaries, cluster);
    throw thrown;
  }
}

/** A server that has only just said it is ready may be slow to answer on a busy machine. */
async function isOpen(address: Address, password: string): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const answer = await knock(address, password);
    if (answer !== "away") return answer === "open";
    await new Promise((done) => setTimeout(done, 200));
  }
  return false;
}

async function start({ pgCtl }: Binaries, cluster: Cluster, settings: string[]): Promise<void> {
  const { directory } = cluster;
  const logged = loggedBytes(directory);
  const options = settings.map((flag) => `-c ${flag.includes(" ") ? `"${flag}"` : flag}`).join(" ");
  // pg_ctl hands both paths to a shell, which would run what they hold.
  const paths = ["-D", ".", "-l", "postgresql.log"];
  await runProgram(pgCtl, ["start", ...paths, "-w", "-t", "60", "-o", options], cluster, { cwd: directory }).catch(
    (thrown: Error) => {
      throw new CannotStart(
        `PostgreSQL doesn't start in ${directory}: ${lastFault(directory, logged) ?? thrown.message}`,
      );
    },
  );
}

async function stop({ pgCtl }: Binaries, cluster: Cluster): Promise<void> {
  // Killed by somebody else, it is stopped already.
  if (!postmasterOf(cluster.directory)) return;
  await runProgram(pgCtl, ["stop", "-D", cluster.directory, "-m", "fast", "-w", "-t", "30"], cluster).catch(
    (thrown) => {
      // One that was killed meanwhile leaves its file behind, which pg_ctl takes for a server that still runs.
      if (postmasterOf(cluster.directory)) throw thrown;
    },
  );
}

/** Of the role that Foyer works as. Where it is missing or too short it is made anew, and so is the role's. */
function readPassword(dataDir: string): string {
  const path = join(dataDir, "postgres.password");
  createOnce(path, randomBytes(24).toString("hex"));
  const password = readFileSync(path, "utf8").trim();
  // It becomes part of SQL and of an address.
  if (/^[0-9a-f]{32,}$/.test(password)) return password;
  throw new CannotStart(`${path} is damaged. Delete it: the next start makes a new one.`);
}

async function initialise(
  binaries: Binaries,
  cluster: Cluster,
  roles: { mayCreateDatabases: boolean; password: string },
): Promise<void> {
  // Beside the directory: initdb wants that empty. Nobody keeps this password, and settleRoles() takes it away again.
  const passwordFile = `${cluster.directory}.password`;
  writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600, flag: "wx" });
  giveTo(passwordFile, cluster.identity);
  const options = ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C"];
  try {
    await runProgram(
      binaries.initdb,
      ["-D", cluster.directory, "-U", "postgres", `--pwfile=${passwordFile}`, "--no-sync", ...options],
      cluster,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  await settleRoles(binaries, cluster, roles);
}

/** The address of a cluster that already runs on this directory, or null. Its postmaster.pid may be stale. */
async function findRunning(cluster: Cluster, password: string): Promise<Address | null> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
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
    // It may be starting up or recovering.
    await new Promise((done) => setTimeout(done, 200));
  }
  return null;
}

function addressOf({ port, socketDirectory: named }: Postmaster, cluster: Cluster): Address | null {
  if (named === "") return { port };
  const socketDirectory = privateDirectory(named, cluster);
  return socketDirectory === null ? null : { socketDirectory };
}

/** SQLSTATEs of a server that has not got the role, its password, or the database. */
const locked = new Set(["28P01", "28000", "3D000"]);

/** "locked": it answers, but not to Foyer. */
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
