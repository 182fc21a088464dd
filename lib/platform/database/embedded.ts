import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import { createOnce } from "../auth-secret";
import { type Binaries, findBinaries } from "./embedded-binaries";
import { canReach, findIdentity, type Identity } from "./embedded-user";

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
/** Where data and programs go when the user that runs PostgreSQL cannot reach DATA_DIR or node_modules. */
const systemDirectory = "/var/lib/foyer";

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
  const identity = findIdentity();
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const directory = chooseDirectory(resolve(dataDir), identity, log);
  const binaries = findBinaries(identity, systemDirectory);
  const password = readPassword(dataDir);
  const run = (program: string, args: string[]) => runProgram(program, args, identity, directory);

  if (!existsSync(join(directory, "PG_VERSION"))) await initialise(binaries, directory, password, run);
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
    throw new Error(lastFault(directory) ?? thrown.message);
  });
  return { url: await ensureDatabase(port, password), directory, wasRunning: false, stop };
}

/** Where the cluster of a data directory is, or will be. Made when it is not there, for the user that runs PostgreSQL. */
export function clusterDirectory(dataDir: string): { directory: string; identity: Identity | null } {
  const identity = findIdentity();
  return { directory: chooseDirectory(resolve(dataDir), identity, () => undefined), identity };
}

/** The same port again if it can be had: connections that were lost find their way back. */
async function choosePort(file: string): Promise<number> {
  const before = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  const port = await freePort(before);
  if (port !== before) writeFileSync(file, String(port));
  return port;
}

/** Why the server ended, in its own words; pg_ctl only says that it did. */
function lastFault(directory: string): string | undefined {
  const path = join(directory, "postgresql.log");
  const lines = existsSync(path) ? readFileSync(path, "utf8").slice(-20_000).split("\n") : [];
  return lines.findLast((line) => /(?:FATAL|PANIC):/.test(line))?.replace(/^.*?(?=FATAL:|PANIC:)/, "");
}

/** DATA_DIR/postgres, or a system directory when PostgreSQL's user cannot get there. */
function chooseDirectory(dataDir: string, identity: Identity | null, log: (line: string) => void): string {
  const own = join(dataDir, "postgres");
  if (!identity) {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return own;
  }
  let directory = own;
  if (!canReach(identity, dirname(own))) {
    const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
    directory = join(systemDirectory, name);
    log(`PostgreSQL's user cannot reach ${dataDir}; the database is in ${directory}.`);
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, identity.uid, identity.gid);
  return directory;
}

function readPassword(dataDir: string): string {
  const path = join(dataDir, "postgres.password");
  if (!existsSync(path)) createOnce(path, randomBytes(24).toString("hex"));
  return readFileSync(path, "utf8").trim();
}

async function initialise(
  binaries: Binaries,
  directory: string,
  password: string,
  run: (program: string, args: string[]) => Promise<void>,
): Promise<void> {
  // Beside the directory: initdb wants that empty.
  const passwordFile = `${directory}.initdb-password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const identity = findIdentity();
  if (identity) chownSync(passwordFile, identity.uid, identity.gid);
  try {
    await run(binaries.initdb, [
      ...["-D", directory, "-U", role, "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
      ...["--encoding=UTF8", "--locale=C", "--no-sync"],
    ]);
  } catch (thrown) {
    // Half a cluster would be taken for a whole one at the next start.
    rmSync(directory, { recursive: true, force: true });
    throw thrown;
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

/** What the directory's postmaster.pid says; zeros where there is none. */
function postmasterOf(directory: string): { pid: number; port: number } {
  const pidFile = join(directory, "postmaster.pid");
  const [pid, , , port] = existsSync(pidFile) ? readFileSync(pidFile, "utf8").split("\n") : [];
  return { pid: Number(pid ?? 0), port: Number(port ?? 0) };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
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

/** Runs one of PostgreSQL's programs to its end; what it said is in the error when it failed. */
function runProgram(program: string, args: string[], identity: Identity | null, cwd: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      ...(identity ?? {}),
      cwd: identity ? "/" : dirname(cwd),
      // The server inherits these: with a pipe it would hold this process open, and die with it.
      stdio: ["ignore", "ignore", "pipe"] as const,
      env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("error", fail);
    child.once("exit", (code) => {
      child.stderr.destroy();
      if (code === 0) done();
      else fail(new Error(`${program.split("/").at(-1)} failed with code ${code}: ${said.trim().slice(-2000)}`));
    });
  });
}
