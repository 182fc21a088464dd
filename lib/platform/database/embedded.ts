import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
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
import { type Binaries, findBinaries } from "./embedded-binaries";
import { giveTo, giveToOwnerOfDirectory } from "./embedded-user";
import { isAlive, lastFault, postmasterOf, runProgram } from "./postgres-process";

export interface EmbeddedPostgres {
  url: string;
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
  /** This port or none, for whoever has a pool that knows no other. Absent: the one from last time, or any. */
  port?: number;
  /** Further settings of the server, `name=value`. */
  settings?: string[];
}

const database = "foyer";
const role = "foyer";

/**
 * Starts PostgreSQL on a free loopback port with its data in DATA_DIR. A cluster that still runs after a crash of this
 * process is used as it is; what a crash of PostgreSQL left behind is no obstacle.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  port: givenPort,
  settings = [],
}: Options): Promise<EmbeddedPostgres> {
  const there = findCluster(dataDir);
  const cluster = there ?? placeCluster(dataDir);
  const { directory } = cluster;
  const binaries = findBinaries(cluster.identity, systemDirectory);
  const run = (program: string, args: string[]) => runProgram(program, args, cluster);
  if (there) refuseWithoutPassword(dataDir);
  else {
    makeEnterable(resolve(dataDir));
    if (dirname(directory) !== resolve(dataDir)) {
      log(`PostgreSQL's user can't reach ${dataDir}. The database is in ${directory}.`);
    }
    const password = readPassword(dataDir);
    await putCluster(cluster, (partial) => initialise(binaries, { ...cluster, directory: partial }, password));
  }
  const password = readPassword(dataDir);

  const stop = async () => {
    // Killed by somebody else, it is stopped already.
    if (isAlive(postmasterOf(directory).pid))
      await run(binaries.pgCtl, ["stop", "-D", directory, "-m", "fast", "-w", "-t", "30"]);
  };
  const running = await findRunning(directory, password);
  if (running) return { url: await ensureDatabase(running, password), directory, wasRunning: true, stop };

  const port = givenPort ?? (await choosePort(join(dataDir, "postgres.port")));
  const flags = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...settings,
  ];
  const options = flags.map((flag) => `-c ${flag.includes(" ") ? `"${flag}"` : flag}`).join(" ");
  await run(binaries.pgCtl, [
    ...["start", "-D", directory, "-w", "-t", "60"],
    ...["-l", join(directory, "postgresql.log"), "-o", options],
  ]).catch((thrown: Error) => {
    throw new CannotStart(`PostgreSQL doesn't start in ${directory}: ${lastFault(directory) ?? thrown.message}`);
  });
  return { url: await ensureDatabase(port, password), directory, wasRunning: false, stop };
}

/** The same port again if it can be had: connections that were lost find their way back. */
async function choosePort(file: string): Promise<number> {
  const before = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  const port = await freePort(before);
  if (port === before) return port;
  writeFileSync(file, String(port));
  giveToOwnerOfDirectory(file);
  return port;
}

function readPassword(dataDir: string): string {
  const path = join(dataDir, "postgres.password");
  if (!existsSync(path)) createOnce(path, randomBytes(24).toString("hex"));
  return readFileSync(path, "utf8").trim();
}

/** A password that is made up anew would open nothing. */
function refuseWithoutPassword(dataDir: string): void {
  const path = join(dataDir, "postgres.password");
  if (existsSync(path)) return;
  throw new CannotStart(
    `${path} is missing, and the database can't be opened without it. Bring it back from a backup.`,
  );
}

async function initialise(binaries: Binaries, cluster: Cluster, password: string): Promise<void> {
  // Beside the directory: initdb wants that empty.
  const passwordFile = `${cluster.directory}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600, flag: "wx" });
  giveTo(passwordFile, cluster.identity);
  const options = ["-U", role, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
  try {
    await runProgram(binaries.initdb, ["-D", cluster.directory, `--pwfile=${passwordFile}`, ...options], cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The port of a cluster that already runs on this directory, or null. Its postmaster.pid may be stale. */
async function findRunning(directory: string, password: string): Promise<number | null> {
  const { pid, port } = postmasterOf(directory);
  if (!isAlive(pid)) return null;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (await answers(port, password)) return port;
    if (!isAlive(pid)) return null;
    // It may be starting up or recovering.
    await new Promise((done) => setTimeout(done, 200));
  }
  return null;
}

function urlOf(port: number, password: string, name: string): string {
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${name}`;
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password, "postgres"), connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    // Whatever the reason, nobody of ours answers there.
    return false;
  }
}

async function ensureDatabase(port: number, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlOf(port, password, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
  return urlOf(port, password, database);
}

/** `wanted` if nobody listens there, otherwise any free port. */
function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", (error) => (wanted === 0 ? fail(error) : done(freePort(0))));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}
