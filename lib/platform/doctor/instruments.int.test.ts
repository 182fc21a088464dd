import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseFacts } from "@/lib/core/kernel/diagnostics-input";
import { createPool } from "@/lib/platform/database/connections";
import { listMigrations } from "@/lib/platform/database/migrate";
import { parseEnv } from "@/lib/platform/env";
import { createSecrets } from "@/lib/platform/secrets";
import { createUser } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createInstruments } from "./instruments";

let test: TestContext;
let directory = "";
const undo: (() => unknown)[] = [];

beforeEach(async () => {
  test = await testContext();
  directory = mkdtempSync(join(tmpdir(), "foyer-doctor-"));
});

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  rmSync(directory, { recursive: true, force: true });
});

function read(variables: Record<string, string> = {}, secrets = test.ctx.secrets) {
  const env = parseEnv({ DATABASE_URL: test.database.url, DATA_DIR: directory, ...variables });
  return createInstruments({ env, secrets, pool: test.database.pool }).read();
}

async function readDatabase(...given: Parameters<typeof read>): Promise<DatabaseFacts> {
  const { database } = await read(...given);
  if (!database.isReachable) throw new Error(database.reason);
  return database;
}

describe("the database", () => {
  it("is seen with its version, clock, migrations and connections", async () => {
    const database = await readDatabase();
    expect(database.versionNumber).toBeGreaterThanOrEqual(140_000);
    expect(Math.abs(database.clockAheadMilliseconds)).toBeLessThan(5_000);
    expect(database.migrations).toEqual({ applied: listMigrations().length, pending: [], unknown: [], failed: [] });
    expect(database.missingExtensions).toEqual([]);
    expect(database.connections.used).toBeGreaterThan(0);
  });

  it("tells a missing, an unfinished and a newer migration apart", async () => {
    const { pool } = test.database;
    const [last = ""] = listMigrations().slice(-1);
    await pool.query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1", [last]);
    undo.push(() => pool.query("UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = $1", [last]));
    await pool.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('future', '', '2099_future', now())",
    );
    undo.push(() => pool.query("DELETE FROM _prisma_migrations WHERE id = 'future'"));
    const { migrations, content } = await readDatabase();
    expect(migrations).toMatchObject({ pending: [last], failed: [last], unknown: ["2099_future"] });
    expect(content).toBeNull();
  });

  it("that is away is a fact, told without its password", async () => {
    const url = "postgresql://foyer:hunter2@127.0.0.1:1/foyer";
    const pool = createPool({ url, max: 1, onIdleError: () => undefined });
    undo.push(() => pool.end());
    const env = parseEnv({ DATABASE_URL: url, DATA_DIR: directory });
    const { database } = await createInstruments({ env, secrets: test.ctx.secrets, pool }).read();
    expect(database).toMatchObject({ isReachable: false, reason: expect.stringMatching(/ECONNREFUSED/) });
    expect(JSON.stringify(database)).not.toContain("hunter2");
  });

  it("shows admins without a second factor, deactivated ones aside", async () => {
    await createUser(test, { isAdmin: true, mfa: true });
    await createUser(test, { isAdmin: true });
    await createUser(test, { isAdmin: true, isDeactivated: true });
    await createUser(test);
    expect((await readDatabase()).content?.admins).toEqual({ active: 2, withoutSecondFactor: 1 });
  });

  it("shows what is sealed under the previous secret, and under one that is gone", async () => {
    const old = "an older secret that was used before this";
    const lost = "a secret that nobody knows any longer now";
    await createUser(test, { isAdmin: true, mfa: true });
    for (const secret of [old, lost, lost]) {
      const secrets = createSecrets({ secret, previous: null });
      const user = await createUser(test);
      const sealedSecret = secrets.seal("totp", "x", "x");
      await test.ctx.db.totpCredential.create({ data: { userId: user.id, sealedSecret, lastStep: 0 } });
    }
    const { content } = await readDatabase({ AUTH_SECRET_PREVIOUS: old });
    expect(content?.sealed).toEqual({ present: 1, previous: 1, unknown: 2 });
  });

  it("shows mails that wait, that failed, and none that is held back", async () => {
    const mail = { to: "jane@company.com", template: "security-notice", locale: "en" };
    const since = new Date(Date.now() - 900_000);
    await test.ctx.db.mail.createMany({
      data: [
        { ...mail, createdAt: since },
        { ...mail, sendAfter: new Date(Date.now() + 900_000) },
        { ...mail, state: "FAILED", lastError: "550 for smtp://me:hunter2@mail.example" },
        { ...mail, state: "SENT", sentAt: since },
      ],
    });
    const { content } = await readDatabase();
    expect(content?.mails).toMatchObject({
      waiting: 1,
      oldestWaitingSince: since,
      failedInLastDay: 1,
      lastSentAt: since,
      lastFailure: { reason: "550 for smtp://…@mail.example" },
    });
  });

  it("shows jobs that are due, that were given up, and the worker's last round", async () => {
    const { pool } = test.database;
    await pool.query("SELECT graphile_worker.add_job('late', run_at => now() - interval '1 hour')");
    await pool.query("SELECT graphile_worker.add_job('lost')");
    await pool.query(`UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE task_id =
      (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'lost')`);
    const jobs = (await readDatabase()).content?.jobs;
    expect(jobs).toMatchObject({ due: 1, givenUp: 1 });
    expect(jobs?.oldestDueSince?.getTime()).toBeLessThan(Date.now() - 3_000_000);
  });
});

describe("the secret", () => {
  it("in a file that others may read is told by the file's mode", async () => {
    const path = join(directory, "auth.secret");
    writeFileSync(path, "Zk3vR9pQw7LmX2sT8bNc5yHdF4gJ6aKe", { mode: 0o600 });
    expect((await read()).secret).toMatchObject({ source: "file", othersMayRead: 0, isPlaceholder: false });
    chmodSync(path, 0o644);
    expect((await read()).secret.othersMayRead).toBe(0o044);
  });

  it("that is a placeholder or all one character is told from a good one", async () => {
    const of = async (AUTH_SECRET: string) => (await read({ AUTH_SECRET })).secret;
    expect(await of("please-change-me-please-change-me-please")).toMatchObject({ isPlaceholder: true });
    expect((await of("a".repeat(40))).estimatedBits).toBeLessThan(1);
    const good = await of("Zk3vR9pQw7LmX2sT8bNc5yHdF4gJ6aKe");
    expect(good).toMatchObject({ source: "environment", isPlaceholder: false, roundTripWorks: true });
    expect(good.estimatedBits).toBeGreaterThan(100);
  });

  it("is not made by looking for it", async () => {
    expect((await read()).secret.source).toBe("missing");
    expect((await read()).secret.source).toBe("missing");
  });
});

describe("the mail provider", () => {
  it("is asked to let us in, without a mail", async () => {
    let mails = 0;
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, answer) =>
        password === "right" ? answer(null, { user: "foyer" }) : answer(new Error("wrong password")),
      onData: (stream, _session, done) => {
        mails += 1;
        stream.resume();
        done();
      },
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    undo.push(() => new Promise<void>((done) => server.close(done)));
    const address = server.server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const tried = async (password: string) =>
      (await read({ SMTP_URL: `smtp://foyer:${password}@127.0.0.1:${port}` })).mail.transport;
    expect(await tried("right")).toMatchObject({ is: "smtp", refusal: null });
    const refused = await tried("hunter2");
    expect(refused).toMatchObject({ refusal: expect.stringMatching(/wrong password/) });
    expect(JSON.stringify(refused)).not.toContain("hunter2");
    expect(mails).toBe(0);
  });

  it("of a Resend key tells the shape", async () => {
    const tried = async (RESEND_API_KEY: string) => (await read({ RESEND_API_KEY })).mail.transport;
    expect(await tried("re_123456789_AbCdEfGhIjKlMn")).toEqual({ is: "resend", looksLikeKey: true });
    expect(await tried("sk_live_123")).toEqual({ is: "resend", looksLikeKey: false });
  });
});

it("sees a Redis that does not answer", async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  undo.push(() => new Promise((done) => server.close(done)));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  expect((await read({ REDIS_URL: `redis://127.0.0.1:${port}` })).redis).toMatchObject({ is: "down" });
  expect((await read()).redis).toEqual({ is: "unused" });
});

it("sees how much room there is, above a directory that is still to be made", async () => {
  const { disks } = await read({ DATA_DIR: join(directory, "not", "yet") });
  expect(disks[0]).toMatchObject({ holds: "data", path: directory, isWritable: true });
  expect(disks[0]?.freeBytes).toBeGreaterThan(0);
});
