import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { loadSchemaEngine } from "@/scripts/schema-engine";
import { databaseUrl, withClient } from "@/tests/support/database";
import { type PlainPostgres, startPlainPostgres } from "@/tests/support/plain-postgres";
import { CannotStart } from "../cannot-start";
import { createPool, openClient } from "./connections";
import { listMigrations, migrate, readMigration } from "./migrate";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function emptyDatabase(adminUrl = inject("cluster").adminUrl): Promise<{ url: string; name: string }> {
  const { prefix } = inject("cluster");
  const name = `${prefix}_migrate_${randomBytes(3).toString("hex")}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE "${name}"`));
  undo.push(() => withClient(adminUrl, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`)));
  return { url: databaseUrl(adminUrl, name), name };
}

async function plainRole(url: string): Promise<{ url: string; role: string }> {
  const role = `foyer_role_${randomBytes(3).toString("hex")}`;
  await withClient(url, (client) => client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'quiet'`));
  undo.push(() =>
    withClient(url, async (client) => {
      await client.query(`DROP OWNED BY ${role} CASCADE`);
      await client.query(`DROP ROLE ${role}`);
    }),
  );
  const own = new URL(url);
  own.username = role;
  own.password = "quiet";
  return { url: own.href, role };
}

async function open(url: string) {
  const client = await openClient({ url });
  undo.push(() => client.end());
  return client;
}

async function leftovers(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ what: string }>(
      `SELECT state AS what FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'foyer%'
       UNION ALL SELECT 'lock' FROM pg_locks JOIN pg_database ON oid = database
       WHERE locktype = 'advisory' AND datname = current_database()`,
    );
    return rows.map(({ what }) => what);
  });
}

describe("a role with too few rights", () => {
  let plain: PlainPostgres;
  beforeAll(async () => {
    plain = await startPlainPostgres();
  });
  afterAll(() => plain.stop());

  it("is told which ones, and migrates as soon as it has them", async () => {
    const { url, name } = await emptyDatabase(plain.adminUrl);
    const weak = await plainRole(url);
    const refusal = await migrate(weak.url).catch((thrown: Error) => thrown.message);
    expect(refusal).toContain(`GRANT CREATE ON SCHEMA public TO ${weak.role};`);
    expect(refusal).toContain(`GRANT CREATE ON DATABASE ${name} TO ${weak.role};`);

    await withClient(url, (client) => client.query(`GRANT ALL ON DATABASE "${name}" TO ${weak.role}`));
    const second = await migrate(weak.url).catch((thrown: Error) => thrown.message);
    expect(second).toContain(`GRANT CREATE ON SCHEMA public TO ${weak.role};`);
    expect(second).not.toContain("ON DATABASE");
    await expect.poll(() => leftovers(url)).toEqual([]);

    await withClient(url, (client) => client.query(`GRANT CREATE ON SCHEMA public TO ${weak.role}`));
    expect((await migrate(weak.url)).applied).toEqual(listMigrations());
  });

  it("is told of the schema alone where that is all it lacks", async () => {
    const { url } = await emptyDatabase(plain.adminUrl);
    const weak = await plainRole(url);
    await withClient(url, (client) => client.query("REVOKE ALL ON SCHEMA public FROM PUBLIC"));
    await expect(migrate(weak.url)).rejects.toThrow(CannotStart);
    await expect(migrate(weak.url)).rejects.toThrow(`GRANT USAGE ON SCHEMA public TO ${weak.role};`);
  });
});

it("leaves nothing of a migration that fails half-way, and does all of it afterwards", async () => {
  const { url } = await emptyDatabase();
  await withClient(url, (client) => client.query("CREATE TABLE passkeys (id int)"));
  const refusal = await migrate(url).catch((thrown: Error) => thrown.message);
  expect(refusal).toMatch(/^Migration \d+_\w+ failed: .*passkeys/);
  await expect.poll(() => leftovers(url)).toEqual([]);
  const tables = await withClient(url, (client) =>
    client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"),
  );
  expect(tables.rows).toEqual([{ tablename: "passkeys" }]);
  await withClient(url, (client) => client.query("DROP TABLE passkeys"));
  expect((await migrate(url)).applied).toEqual(listMigrations());
});

describe("another instance that migrates", () => {
  it("is waited for, which is said, and not for ever", async () => {
    const { url } = await emptyDatabase();
    const other = await open(url);
    await other.query("SELECT pg_advisory_lock(7046021)");
    const said: string[] = [];
    const waiting = migrate(url, { say: (line) => said.push(line), lockMilliseconds: 1 });
    await expect(waiting).rejects.toThrow(/has been migrating/);
    expect(said).toEqual(["Another instance is migrating the database; waiting for it."]);
    await other.query("SELECT pg_advisory_unlock(7046021)");
    expect((await migrate(url)).applied).toEqual(listMigrations());
  });

  it("does the work once, whoever comes first", async () => {
    const { url } = await emptyDatabase();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flatMap((outcome) => outcome.applied)).toEqual(listMigrations());
  });

  it("is waited for no longer than until the process is told to end", async () => {
    const { url } = await emptyDatabase();
    const other = await open(url);
    await other.query("SELECT pg_advisory_lock(7046021)");
    const stopping = new AbortController();
    await expect(
      migrate(url, { signal: stopping.signal, say: () => setImmediate(() => stopping.abort()) }),
    ).rejects.toThrow(/abort/i);
    await expect.poll(async () => (await leftovers(url)).filter((what) => what !== "idle")).toEqual(["lock"]);
  });
});

it("gives up a statement that waits for somebody else's lock when the process is told to end", async () => {
  const { url } = await emptyDatabase();
  const other = await open(url);
  await other.query("BEGIN; CREATE TABLE users (id int)");
  const stopping = new AbortController();
  const migrating = migrate(url, { signal: stopping.signal });
  const refused = expect(migrating).rejects.toThrow(/abort/i);
  await expect
    .poll(() => withClient(url, async (client) => (await client.query(blocked)).rowCount), { timeout: 20_000 })
    .toBe(1);
  stopping.abort();
  await refused;
  await other.query("ROLLBACK");
  await expect.poll(async () => (await leftovers(url)).filter((what) => what !== "idle")).toEqual([]);
  expect((await migrate(url)).applied).toEqual(listMigrations());
});

const blocked = "SELECT FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0";

it("leaves a history in which Prisma's own engine finds nothing to do and nothing edited", async () => {
  const { url } = await emptyDatabase();
  await migrate(url);
  const pool = createPool({ url, max: 1, onIdleError: console.error });
  const engine = await loadSchemaEngine(pool);
  undo.push(() => pool.end());
  const found = await engine.diagnoseMigrationHistory({
    migrationsList: {
      baseDir: "",
      lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
      shadowDbInitScript: "",
      migrationDirectories: listMigrations().map((path) => ({
        path,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: readMigration(path) } },
      })),
    },
    optInToShadowDatabase: false,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  expect(found).toMatchObject({ history: null, editedMigrationNames: [], failedMigrationNames: [] });
});
