import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { databaseUrl, withClient } from "@/tests/support/database";
import { runCommandLine } from "@/tests/support/run-command";
import { listMigrations, migrate } from "./migrate";

vi.setConfig({ testTimeout: 240_000 });

let url = "";
let name = "";
beforeEach(async () => {
  const { adminUrl, prefix } = inject("cluster");
  name = `${prefix}_version_${randomBytes(3).toString("hex")}`;
  await withClient(adminUrl, (client) => client.query(`CREATE DATABASE "${name}"`));
  url = databaseUrl(adminUrl, name);
});
afterEach(() =>
  withClient(inject("cluster").adminUrl, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`)),
);

const run = (program: string, ...words: string[]) =>
  runCommandLine(program, words, { DATABASE_URL: url, AUTH_SECRET: "x".repeat(48), APP_URL: "" });
const applied = () =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1",
    );
    return rows.map((row) => row.name);
  });
const earlier = listMigrations().slice(0, -1);
const later = [...listMigrations(), "99990101000000_later"];

/** As another version left the database. */
async function prepare(names: string[]): Promise<void> {
  const isKnown = (migration: string) => listMigrations().includes(migration);
  await migrate(url, { only: names.filter(isKnown) });
  const [unknown] = names.filter((migration) => !isKnown(migration));
  if (!unknown) return;
  await withClient(url, (client) =>
    client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ($1, '', $1, now())",
      [unknown],
    ),
  );
}

describe("a command on the database of another version", () => {
  it.each([
    [
      "an earlier one",
      earlier,
      /^The database is older than this version of Foyer: it doesn't have the migration \d+_\w+\. .* Run "npm run migrate"/,
    ],
    [
      "a later one",
      later,
      /^The database is newer than this version of Foyer: it has the migration 99990101000000_later\./,
    ],
  ])("changes nothing of %s and says what to do in one line", async (_, names, says) => {
    await prepare(names);
    const programs = [["admin", "create-admin", "ada@office.example"], ["verify-audit"], ["seed"]];
    for (const [program = "", ...words] of names === earlier ? programs : programs.slice(0, 1)) {
      const { code, out, problem } = await run(program, ...words);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(problem).toMatch(says);
      expect(problem.trim()).not.toContain("\n");
      expect(await applied()).toEqual([...names].sort());
    }
  });

  it("works once `migrate` has brought it up, and on one that is empty", async () => {
    await prepare(earlier);
    const migrated = await run("migrate");
    expect(migrated).toMatchObject({ code: 0, problem: "" });
    expect(migrated.out).toContain(`Applied ${listMigrations().at(-1)}.`);
    expect(await run("admin", "list-requests")).toMatchObject({ code: 0, problem: "" });
    await withClient(url, (client) =>
      client.query("DROP SCHEMA public, graphile_worker CASCADE; CREATE SCHEMA public"),
    );
    expect(await run("admin", "create-admin", "ada@office.example")).toMatchObject({ code: 0, problem: "" });
    expect(await applied()).toEqual(listMigrations());
  });
});
