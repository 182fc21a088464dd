import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { withClient } from "@/tests/support/database";
import { hasEarlierPostgres, type PlainPostgres, startPlainPostgres } from "@/tests/support/plain-postgres";
import { type Ran, runCommandLine, startCommandLine } from "@/tests/support/run-command";
import { startEmbeddedPostgres } from "../database/embedded";
import { manifestName, readManifest } from "./manifest";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const root = mkdtempSync(join(tmpdir(), "foyer-moves-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
const home = join(root, "home");
const backup = join(root, "backup");
let plain: PlainPostgres;

/** Empty variables count as absent. */
function command(name: string, words: string[], env: { DATA_DIR: string; DATABASE_URL?: string }): Promise<Ran> {
  return runCommandLine(name, words, { DATABASE_URL: "", AUTH_SECRET: "", AUTH_SECRET_PREVIOUS: "", ...env });
}

beforeAll(async () => {
  plain = await startPlainPostgres();
  const seeded = await command("seed", [], { DATA_DIR: home });
  expect(seeded.code, seeded.problem).toBe(0);
  const backedUp = await command("backup", [backup], { DATA_DIR: home });
  expect(backedUp.code, backedUp.problem).toBe(0);
});
afterAll(async () => {
  await plain.stop();
  rmSync(root, { recursive: true, force: true });
});

const settled = new Set([
  "sessions",
  "one_time_tokens",
  "email_changes",
  "login_tickets",
  "sso_tickets",
  "passkey_challenges",
  "totp_enrolments",
  "mails",
  "audit_events",
]);

interface Contents {
  tables: Record<string, { rows: number; digest: string | null }>;
  sequences: Record<string, string | null>;
  jobs: unknown[];
}

async function contentsOf(url: string): Promise<Contents> {
  return withClient(url, async (client) => {
    await client.query("SET TimeZone = 'UTC'");
    const read = async <Row>(sql: string) => (await client.query(sql)).rows as Row[];
    const names = await read<{ name: string }>(
      "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
    );
    const tables: Contents["tables"] = {};
    for (const { name } of names) {
      const [found] = await read<{ rows: number; digest: string | null }>(
        `SELECT count(*)::int AS rows, md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) AS digest FROM public.${name} t`,
      );
      if (found) tables[name] = found;
    }
    const sequences = await read<{ name: string; value: string | null }>(
      "SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public'",
    );
    const jobs = await read(
      "SELECT task_identifier, queue_name, run_at, max_attempts, key, priority FROM graphile_worker.jobs WHERE attempts < max_attempts ORDER BY run_at, key, task_identifier",
    );
    return { tables, sequences: Object.fromEntries(sequences.map(({ name, value }) => [name, value])), jobs };
  });
}

async function contentsAt(dataDir: string): Promise<Contents> {
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  try {
    return await contentsOf(cluster.url);
  } finally {
    await cluster.stop();
  }
}

function expectSame(found: Contents, expected: Contents): void {
  expect(Object.keys(found.tables)).toEqual(Object.keys(expected.tables));
  for (const [name, table] of Object.entries(expected.tables)) {
    if (!settled.has(name)) expect({ name, ...found.tables[name] }).toEqual({ name, ...table });
  }
  for (const name of ["mails", "one_time_tokens", "sessions"]) {
    expect(found.tables[name]?.rows, name).toBe(expected.tables[name]?.rows);
  }
  expect(found.tables.audit_events?.rows).toBeGreaterThan(expected.tables.audit_events?.rows ?? 0);
  const { audit_events_id_seq: event, ...sequences } = found.sequences;
  expect({ ...sequences, audit_events_id_seq: String(Number(event) - 1) }).toEqual(expected.sequences);
  expect(found.jobs).toEqual(expected.jobs);
}

it("moves an installation from the embedded database to one's own with few rights, and back, with every row", async () => {
  const before = await contentsAt(home);
  expect(Object.values(before.tables).filter(({ rows }) => rows > 0).length).toBeGreaterThan(15);
  const url = await plain.createDatabase("own");
  const own = { DATA_DIR: join(root, "own"), DATABASE_URL: url };
  const moved = await command("restore", [backup], own);
  expect(moved.code, moved.problem).toBe(0);
  const there = await contentsOf(url);
  expectSame(there, before);
  const again = await command("restore", [backup], own);
  expect(again).toMatchObject({ code: 1, problem: expect.stringContaining("already holds something") });
  expect(await contentsOf(url)).toEqual(there);

  const back = join(root, "back");
  const odd = { ...own, DATABASE_URL: `${url}?sslmode=disable&uselibpqcompat=true&connection_limit=5&pgbouncer=true` };
  const backedUp = await command("backup", [back], odd);
  expect(backedUp.code, backedUp.problem).toBe(0);
  const elsewhere = join(root, "elsewhere");
  const returned = await command("restore", [back], { DATA_DIR: elsewhere });
  expect(returned.code, returned.problem).toBe(0);
  expectSame(await contentsAt(elsewhere), there);
  const examined = await command("doctor", [], { DATA_DIR: elsewhere });
  expect(examined.out).toMatch(/ok +Database/);
});

// Needs PostgreSQL 15 on the machine. The packages of npm have one version only.
it.skipIf(!hasEarlierPostgres)("is made on PostgreSQL 15 as well as on the embedded one", async () => {
  const url = await plain.createDatabase("earlier");
  expect((await withClient(url, (client) => client.query("SHOW server_version"))).rows[0].server_version).toMatch(
    /^15/,
  );
  const { postgres } = JSON.parse(readFileSync(join(backup, manifestName), "utf8")) as { postgres: string };
  expect(postgres).not.toMatch(/^15/);
});

describe("a restore", () => {
  type Change = [what: string, change: (copy: string) => void, says: RegExp];
  const unreadable: Change[] = [
    ["without its manifest", (copy) => rmSync(join(copy, manifestName)), /is not a backup/],
    ["with half a manifest", (copy) => cut(join(copy, manifestName)), /is damaged/],
    [
      "of a newer version",
      (copy) => editManifest(copy, (manifest) => manifest.migrations.push("99990101000000_later")),
      /made by a newer version of Foyer, which has the migration 99990101000000_later/,
    ],
    [
      "that is a copy of the database's files",
      (copy) => {
        rmSync(join(copy, manifestName));
        mkdirSync(join(copy, "postgres"));
        writeFileSync(join(copy, "postgres", "PG_VERSION"), "18\n");
      },
      /copy of the embedded database's files, made by an earlier version/,
    ],
    [
      "that pg_dump made",
      (copy) => {
        rmSync(join(copy, manifestName));
        writeFileSync(join(copy, "database.dump"), "PGDMP");
      },
      /made with pg_dump by an earlier version/,
    ],
  ];

  it.each(unreadable)("refuses a backup %s", (what, change, says) => {
    const copy = join(root, `unreadable-${unreadable.findIndex(([name]) => name === what)}`);
    cpSync(backup, copy, { recursive: true });
    change(copy);
    expect(() => readManifest(copy)).toThrow(says);
  });

  const changes: Change[] = [
    [
      "that was cut off",
      (copy) => cut(join(copy, "users.copy.gz")),
      /users\.copy\.gz can't be read.*Nothing was restored/,
    ],
    [
      "whose rows were exchanged",
      (copy) => cpSync(join(copy, "tenants.copy.gz"), join(copy, "access_rules.copy.gz")),
      /access_rules\.copy\.gz .*Nothing was restored/,
    ],
    ["that lacks a file", (copy) => rmSync(join(copy, "mails.copy.gz")), /mails\.copy\.gz can't be read/],
    [
      "under another secret",
      (copy) => editManifest(copy, (manifest) => Object.assign(manifest, { secretCheck: "0".repeat(64) })),
      /not the one of the backup/,
    ],
  ];

  it.each(changes)("refuses a backup %s in one line and leaves the database empty", async (what, change, says) => {
    const copy = join(root, `copy-${changes.findIndex(([name]) => name === what)}`);
    cpSync(backup, copy, { recursive: true });
    change(copy);
    const url = await plain.createDatabase(`refused_${changes.findIndex(([name]) => name === what)}`);
    const ran = await command("restore", [copy], { DATA_DIR: `${copy}-data`, DATABASE_URL: url });
    expect(ran.code).toBe(1);
    expect(ran.problem).toMatch(says);
    expect(ran.problem.trim()).not.toContain("\n");
    const { rows } = await withClient(url, (client) =>
      client.query<{ there: string | null }>("SELECT to_regclass('public.users') AS there"),
    );
    if (rows[0]?.there) expect((await contentsOf(url)).tables.users?.rows).toBe(0);
    if (rows[0]?.there && what === "that was cut off") {
      const whole = await command("restore", [backup], { DATA_DIR: `${copy}-data`, DATABASE_URL: url });
      expect(whole.code, whole.problem).toBe(0);
    }
  });

  it.each([
    ["that didn't exist", false],
    ["that held other files", true],
  ])(
    "leaves nothing in a data directory %s when it fails or is asked to end, and works at the next try",
    async (_, isThere) => {
      const [copy, dataDir] = [join(root, `cut-${isThere}`), join(root, `failed-${isThere}`)];
      cpSync(backup, copy, { recursive: true });
      cut(join(copy, "users.copy.gz"));
      if (isThere) mkdirSync(dataDir);
      if (isThere) writeFileSync(join(dataDir, "letter.txt"), "mine");
      const left = () => (existsSync(dataDir) ? readdirSync(dataDir) : "nothing");
      const failed = await command("restore", [copy], { DATA_DIR: dataDir });
      expect(failed).toMatchObject({ code: 1, problem: expect.stringContaining("Nothing was restored") });
      expect(left()).toEqual(isThere ? ["letter.txt"] : "nothing");
      const env = { DATABASE_URL: "", AUTH_SECRET: "", AUTH_SECRET_PREVIOUS: "", DATA_DIR: dataDir };
      const { child, ended } = startCommandLine("restore", [backup], env);
      await vi.waitFor(() => expect(existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(true), 120_000);
      child.kill("SIGTERM");
      expect(await ended).toEqual({ code: 143, out: "", problem: "" });
      expect(left()).toEqual(isThere ? ["letter.txt"] : "nothing");
      const whole = await command("restore", [backup], { DATA_DIR: dataDir });
      expect(whole.code, whole.problem).toBe(0);
    },
  );

  it("never goes into a database that a server works on, and never over another secret", async () => {
    const dataDir = join(root, "another");
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, "auth.secret"), "x".repeat(64));
    const refused = await command("restore", [backup], { DATA_DIR: dataDir });
    expect(refused).toMatchObject({ code: 1, problem: expect.stringContaining("not the one of the backup") });
    expect(readdirSync(dataDir)).toEqual(["auth.secret"]);
    const held = await startEmbeddedPostgres({ dataDir: join(root, "held"), log: () => undefined });
    onTestFinished(() => held.stop());
    await withClient(held.url, async (client) => {
      await client.query("SELECT pg_advisory_lock(7046022)");
      const running = await command("restore", [backup], { DATA_DIR: join(root, "held") });
      expect(running).toMatchObject({ code: 1, problem: expect.stringContaining("already running") });
    });
    expect(existsSync(join(root, "held", "auth.secret"))).toBe(false);
  });
});

function cut(path: string): void {
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length / 2));
}

function editManifest(directory: string, edit: (manifest: { migrations: string[] }) => void): void {
  const path = join(directory, manifestName);
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { migrations: string[] };
  edit(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}
