import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, inject, it } from "vitest";
import { databaseUrl, withClient } from "@/tests/support/database";
import { startPgbouncer, whyNoPgbouncer } from "@/tests/support/pgbouncer";
import { createDatabase } from "./client";
import { createPool, openClient } from "./connections";
import { migrate } from "./migrate";

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A copy with an operator's time zone. */
async function databaseIn(zone: string): Promise<string> {
  const { adminUrl, prefix, template } = inject("cluster");
  const name = `${prefix}_zone_${randomBytes(3).toString("hex")}`;
  await withClient(adminUrl, async (client) => {
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
    await client.query(`ALTER DATABASE "${name}" SET TimeZone = '${zone}'`);
  });
  undo.push(() => withClient(adminUrl, (client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`)));
  return databaseUrl(adminUrl, name);
}

function poolOf(url: string) {
  const pool = createPool({ url, max: 2, onIdleError: console.error });
  undo.push(() => pool.end());
  return pool;
}

async function storedTime(url: string): Promise<{ read: Date; seconds: number }> {
  const pool = poolOf(url);
  const db = createDatabase(pool);
  const at = new Date("2026-11-29T02:26:00.000Z");
  await db.auditEvent.create({
    data: { at, actorType: "SYSTEM", actorLabel: "", action: "test", ip: "", userAgent: "", requestId: "" },
  });
  const { at: read } = await db.auditEvent.findFirstOrThrow();
  const { rows } = await pool.query<{ seconds: string }>("SELECT extract(epoch FROM at) AS seconds FROM audit_events");
  return { read, seconds: Number(rows[0]?.seconds) };
}

const rightTime = { read: new Date("2026-11-29T02:26:00.000Z"), seconds: Date.UTC(2026, 10, 29, 2, 26) / 1_000 };

const additions = [
  ["nothing in the URL", ""],
  ["options in the URL", "?options=-c%20lock_timeout%3D5000"],
  ["another zone in the URL's options", "?options=-c%20TimeZone%3DAsia%2FTokyo"],
] as const;

describe.each(["America/St_Johns", "Europe/Berlin"])("a database set to %s", (zone) => {
  it.each(additions)("stores the instant that it was given, with %s", async (_what, addition) => {
    expect(await storedTime((await databaseIn(zone)) + addition)).toEqual(rightTime);
  });
});

it("keeps the URL's own options beside Foyer's limits, in pools and single connections", async () => {
  const url = `${await databaseIn("Europe/Berlin")}?options=-c%20lock_timeout%3D5000`;
  const show = `SELECT current_setting('TimeZone') AS zone, current_setting('lock_timeout') AS lock,
    current_setting('statement_timeout') AS statement, current_setting('idle_in_transaction_session_timeout') AS idle`;
  const { rows: pooled } = await poolOf(url).query(show);
  expect(pooled).toEqual([{ zone: "UTC", lock: "5s", statement: "15s", idle: "15s" }]);
  const client = await openClient({ url });
  undo.push(() => client.end());
  const { rows: single } = await client.query(show);
  expect(single).toEqual([{ zone: "UTC", lock: "5s", statement: "0", idle: "0" }]);
});

it.each([
  ["?schema=foyer", /\?schema= isn't supported/],
  ["?options=-c%20search_path%3Dfoyer", /search_path isn't supported/],
])("refuses %s by its name, before it connects", async (addition, reason) => {
  const url = `postgresql://nobody@127.0.0.1:1/foyer${addition}`;
  expect(() => createPool({ url, max: 1, onIdleError: console.error })).toThrow(reason);
  await expect(openClient({ url })).rejects.toThrow(reason);
});

it("refuses a role or database whose search_path leads elsewhere", async () => {
  const url = await databaseIn("UTC");
  const name = new URL(url).pathname.slice(1);
  await withClient(url, (client) => client.query("CREATE SCHEMA elsewhere"));
  await withClient(url, (client) => client.query(`ALTER DATABASE "${name}" SET search_path = elsewhere, public`));
  await expect(migrate(url)).rejects.toThrow(/search_path begins with elsewhere/);
});

describe.skipIf(whyNoPgbouncer() !== null)("behind PgBouncer in session mode", () => {
  it("works without a parameter that PgBouncer must ignore, and stores right times with every limit", async () => {
    const pooler = await startPgbouncer(await databaseIn("Europe/Berlin"), "session");
    undo.push(() => pooler.stop());
    await migrate(pooler.url);
    expect(await storedTime(pooler.url)).toEqual(rightTime);
    const { rows } = await poolOf(pooler.url).query("SHOW statement_timeout");
    expect(rows).toEqual([{ statement_timeout: "15s" }]);
  });
});
