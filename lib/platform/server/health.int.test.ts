import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createPool, openClient } from "@/lib/platform/database/connections";
import { startPgbouncer, whyNoPgbouncer } from "@/tests/support/pgbouncer";
import { testContext } from "@/tests/support/test-context";
import { createInstruments } from "../doctor/instruments";
import { parseEnv } from "../env";
import { answerHealth } from "./health";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function readiness(pool: Parameters<typeof answerHealth>[2]["pool"]) {
  const server = createServer((_request, response) => {
    void answerHealth("/health/ready", response, { pool }, false);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  undo.push(() => server.close());
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`);
  return { status: answer.status, body: await answer.json() };
}

it("is not ready on a server that only reads, and gives up every connection to it", async () => {
  const { database } = await testContext();
  const settings = { default_transaction_read_only: "on" };
  const pool = createPool({ url: database.url, max: 3, settings, onIdleError: console.error });
  undo.push(() => pool.end());
  const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
  for (const client of clients) client.release();
  expect(pool.idleCount).toBe(3);
  expect(await readiness(pool)).toEqual({ status: 503, body: { status: "database_read_only" } });
  await expect.poll(() => pool.totalCount).toBe(0);
  expect(await readiness(database.pool)).toMatchObject({
    status: 200,
    body: { status: "ready", uptimeSeconds: expect.any(Number) },
  });
});

it("refuses to connect to a server that only reads, except for those who only look", async () => {
  const { database } = await testContext();
  const url = `${database.url}?options=-c%20default_transaction_read_only%3Don`;
  await expect(openClient({ url })).rejects.toMatchObject({ code: "25006" });
  const reader = await openClient({ url, mayBeReadOnly: true });
  await reader.end();
});

async function databaseSeenBy(url: string) {
  const { ctx } = await testContext();
  const pool = createPool({ url, max: 2, mayBeReadOnly: true, onIdleError: console.error });
  undo.push(() => pool.end());
  const { database } = await createInstruments({
    env: parseEnv({ DATABASE_URL: url }),
    secrets: ctx.secrets,
    pool,
  }).read();
  return database;
}

it("is seen by the doctor: a server that only reads, and the connection's time zone", async () => {
  const { database } = await testContext();
  expect(await databaseSeenBy(database.url)).toMatchObject({ takesWrites: true, keepsSessions: true, timeZone: "UTC" });
  const readOnly = `${database.url}?options=-c%20default_transaction_read_only%3Don`;
  expect(await databaseSeenBy(readOnly)).toMatchObject({ takesWrites: false });
});

// Needs pgbouncer on the machine.
it.skipIf(whyNoPgbouncer() !== null)(
  "is seen by the doctor: a pooler in transaction mode, not one in session mode",
  async () => {
    const { database } = await testContext();
    for (const [mode, keepsSessions] of [
      ["session", true],
      ["transaction", false],
    ] as const) {
      const pooler = await startPgbouncer(database.url, mode);
      undo.push(() => pooler.stop());
      expect(await databaseSeenBy(pooler.url)).toMatchObject({ keepsSessions });
    }
  },
);
