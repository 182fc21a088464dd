import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { withClient } from "@/tests/support/database";
import { endpointOf } from "@/tests/support/database-proxy";
import { ownEmbeddedDatabase } from "../server/embedded-database";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded";
import { giveTo } from "./embedded-user";
import { migrate } from "./migrate";
import { postmasterOf } from "./postgres-process";

const root = mkdtempSync(join(tmpdir(), "foyer-embedded-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Only root can start a process as another user. */
const isRoot = process.getuid?.() === 0;
const quiet = () => undefined;
vi.setConfig({ testTimeout: 240_000 });

async function started(dataDir: string, more: { transport?: "tcp" } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: quiet, ...more });
  onTestFinished(() => postgres.stop());
  return postgres;
}

function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

async function startFake(authentication: Buffer, at: { port: number } | { path: string }) {
  const heard: Buffer[] = [];
  const server: Server = createServer((socket) => {
    socket.once("data", () => {
      socket.on("data", (chunk: Buffer) => heard.push(chunk));
      socket.write(authentication);
    });
    socket.on("error", () => undefined);
  });
  await new Promise<void>((done) => server.listen("port" in at ? { ...at, host: "127.0.0.1" } : at, done));
  return { server, heard: () => Buffer.concat(heard).toString("latin1") };
}

const message = (type: string, body: number[]) => Buffer.from([type.charCodeAt(0), 0, 0, 0, body.length + 4, ...body]);
const clearText = message("R", [0, 0, 0, 3]);
const md5 = message("R", [0, 0, 0, 5, 1, 2, 3, 4]);
const nothing = Buffer.concat([message("R", [0, 0, 0, 0]), message("Z", ["I".charCodeAt(0)])]);

describe("the embedded database", () => {
  it("listens on no port, and on a socket that its own user alone can reach", async () => {
    const { address, url } = await started(join(root, "private"));
    const [settings] = await query(
      url,
      "SELECT current_setting('listen_addresses') AS ports, inet_server_port() AS port",
    );
    expect(settings).toEqual({ ports: "", port: null });
    const directory = "socketDirectory" in address ? address.socketDirectory : "";
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, ".s.PGSQL.5432")).mode & 0o777).toBe(0o700);
  });

  it.skipIf(!isRoot)("lets no other user of the machine connect", async () => {
    const { url } = await started(join(root, "private"));
    const program = `require("node:net").connect(${JSON.stringify(endpointOf(url))})
      .on("connect", () => console.log("in")).on("error", ({ code }) => console.log(code))`;
    const tried = spawnSync(process.execPath, ["-e", program], { uid: 65_534, gid: 65_534, encoding: "utf8" });
    expect(tried.stdout.trim(), tried.stderr).toBe("EACCES");
  });

  it("gives Foyer a role that is no superuser, and nobody a superuser's password", async () => {
    const { url } = await started(join(root, "private"));
    expect(
      await query(
        url,
        "SELECT rolsuper, rolcreaterole, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user",
      ),
    ).toEqual([{ rolsuper: false, rolcreaterole: false, rolbypassrls: false, rolcreatedb: false }]);
    await expect(query(url, "SELECT * FROM pg_authid")).rejects.toThrow("permission denied");
    const superuser = new URL(url);
    superuser.username = "postgres";
    await expect(query(superuser.href, "SELECT 1")).rejects.toThrow("password authentication failed");
    superuser.password = "";
    await expect(query(superuser.href, "SELECT 1")).rejects.toThrow();
    expect((await migrate(url)).applied.length).toBeGreaterThan(0);
  });

  it.each([
    ["whose path is too long for a socket", "l".repeat(120)],
    ["whose path has blanks, commas, quotes and umlauts", "Größe, mit 'Leer' zeichen%20(1)"],
    ["whose path is a command to a shell", '$(kill $PPID)`kill $PPID`";kill $PPID;"'],
  ])("works in a directory %s, and comes back at the same address after a kill", async (_, name) => {
    const lines: string[] = [];
    const owned = await ownEmbeddedDatabase({ dataDir: join(root, name), log: (line) => lines.push(line) });
    onTestFinished(() => owned.stop());
    const pool = new pg.Pool({ connectionString: owned.url });
    pool.on("error", quiet);
    onTestFinished(() => pool.end());
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    const { path = "" } = endpointOf(owned.url) as { path?: string };
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect(statSync(join(path, "..")).mode & 0o777).toBe(0o700);
    const pidFile = join(root, name, "postgres", "postmaster.pid");
    process.kill(Number.parseInt(readFileSync(pidFile, "utf8"), 10), "SIGKILL");
    await vi.waitFor(() => expect(lines).toContain("The database is back."), { timeout: 30_000 });
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it.each([
    ["before it is started again", "The database went away; starting it again."],
    ["after a start that failed", "The database did not start"],
    ["when it is back", "The database is back."],
  ])("stops for good when it was killed and the process is told to end %s", async (when, line) => {
    const dataDir = join(root, `ending ${when}`);
    const directory = join(dataDir, "postgres");
    const lines: string[] = [];
    const owned = await ownEmbeddedDatabase({ dataDir, log: (said) => lines.push(said) });
    const version = join(directory, "PG_VERSION");
    if (line.includes("not start")) renameSync(version, `${version}.away`);
    process.kill(Number.parseInt(readFileSync(join(directory, "postmaster.pid"), "utf8"), 10), "SIGKILL");
    await vi.waitFor(() => expect(lines.join("\n")).toContain(line), { timeout: 60_000, interval: 5 });
    await owned.stop();
    expect(postmasterOf(directory)).toBeNull();
    await expect(query(owned.url, "SELECT 1")).rejects.toThrow();
  });

  // Reads /proc.
  it.skipIf(process.platform !== "linux")(
    "starts where the server in the lock has ended and nobody waited for it",
    async () => {
      const dataDir = join(root, "zombie");
      const first = await startEmbeddedPostgres({ dataDir, log: quiet });
      await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
      await first.stop();
      const parent = spawn("/bin/sh", ["-c", "sleep 0 & echo $!; exec sleep 600"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      onTestFinished(() => void parent.kill());
      const [said] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(said.toString());
      await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, "utf8")).toContain(") Z "));
      const directory = join(dataDir, "postgres");
      const now = Math.floor(Date.now() / 1000);
      const lock = [pid, directory, now, 5432, ".", "", "  12345  1", "ready   ", ""].join("\n");
      writeFileSync(join(directory, "postmaster.pid"), lock, { mode: 0o600 });
      if (isRoot) giveTo(join(directory, "postmaster.pid"), statSync(directory));
      expect(postmasterOf(directory)).toBeNull();
      const { url, wasRunning } = await started(dataDir);
      expect(wasRunning).toBe(false);
      expect(await query(url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
    },
  );

  it("takes a new password where the file with the old one is lost", async () => {
    const dataDir = join(root, "lost");
    const first = await startEmbeddedPostgres({ dataDir, log: quiet });
    await query(first.url, "CREATE TABLE kept AS SELECT 1 AS one");
    await first.stop();
    rmSync(join(dataDir, "postgres.password"));
    const { url } = await started(dataDir);
    expect(url).not.toBe(first.url);
    expect(await query(url, "SELECT one FROM kept")).toEqual([{ one: 1 }]);
  });
});

describe("a server that isn't Foyer's own", () => {
  it.each([
    ["for the password in clear", clearText],
    ["for the password as MD5", md5],
    ["for no password", nothing],
  ])("hears nothing when it has taken the port and asks %s", async (_, authentication) => {
    const dataDir = join(root, "by-port");
    const first = await startEmbeddedPostgres({ dataDir, log: quiet, transport: "tcp" });
    await query(first.url, "SELECT 1");
    await first.stop();
    const fake = await startFake(authentication, { port: Number(new URL(first.url).port) });
    onTestFinished(() => void fake.server.close());
    const secret = new URL(first.url).password;
    const pool = new pg.Pool({ connectionString: first.url, connectionTimeoutMillis: 5_000 });
    pool.on("error", quiet);
    await expect(query(first.url, "SELECT 'a secret'")).rejects.toThrow("didn't prove");
    await expect(pool.query("SELECT 'a secret'")).rejects.toThrow("didn't prove");
    await expect(migrate(first.url)).rejects.toThrow("didn't prove");
    await pool.end();
    expect(fake.heard()).not.toContain(secret);
    expect(fake.heard()).toBe("");
  });

  it("hears nothing when a stale lock names its port and a living process", async () => {
    const dataDir = join(root, "stale");
    const first = await startEmbeddedPostgres({ dataDir, log: quiet });
    await first.stop();
    const fake = await startFake(clearText, { port: 0 });
    onTestFinished(() => void fake.server.close());
    const { port } = fake.server.address() as AddressInfo;
    const directory = join(dataDir, "postgres");
    // PostgreSQL takes any process of its own user for the server.
    const { gid, uid } = statSync(directory);
    const other: ChildProcess = spawn("sleep", ["600"], isRoot ? { uid, gid } : {});
    onTestFinished(() => void other.kill());
    const socket = join(root, "private-to-nobody");
    mkdirSync(socket, { mode: 0o755 });
    for (const named of ["", socket, "."]) {
      const lock = [other.pid, directory, 1, port, named, "127.0.0.1", "  12345  1", "ready   ", ""].join("\n");
      writeFileSync(join(directory, "postmaster.pid"), lock, { mode: 0o600 });
      if (isRoot) giveTo(join(directory, "postmaster.pid"), { uid, gid });
      const again = await startEmbeddedPostgres({ dataDir, log: quiet });
      expect(again.wasRunning).toBe(false);
      expect(await query(again.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
      await again.stop();
    }
    expect(fake.heard()).toBe("");
  });
});
