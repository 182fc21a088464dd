import { expect, it, onTestFinished } from "vitest";
import { startProxy } from "@/tests/support/database-proxy";
import { createUser } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { createDatabase } from "./client";
import { createPool } from "./connections";

it("stores the same instant that it was given, whatever time zone the server is set to", async () => {
  const test = await testContext();
  const user = await createUser(test);
  const { rows } = await test.database.pool.query<{ epoch: string }>(
    "SELECT extract(epoch FROM created_at) AS epoch FROM users WHERE id = $1",
    [user.id],
  );
  expect(Number(rows[0]?.epoch)).toBe(test.clock.now().getTime() / 1000);
  const read = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
  expect(read.createdAt).toEqual(test.clock.now());
});

it("keeps a connection that a transaction has given back, also after one that failed", async () => {
  const { database } = await testContext();
  const pool = createPool({ url: database.url, max: 1, onIdleError: console.error });
  onTestFinished(() => pool.end());
  const db = createDatabase(pool);
  const backend = () => db.$transaction((tx) => tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`);
  const [before] = await backend();
  await expect(db.$transaction((tx) => tx.$queryRaw`SELECT 1 / 0`)).rejects.toThrow();
  expect((await backend())[0]).toEqual(before);
});

it("gives up on a server that hangs, and on the connection with it", async () => {
  const { database } = await testContext();
  const proxy = await startProxy(database.url);
  const pool = createPool({ url: proxy.url, max: 1, patience: 200, onIdleError: () => undefined });
  const db = createDatabase(pool);
  onTestFinished(async () => {
    await proxy.stop();
    await pool.end();
  });
  const ask = () => db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const [before] = await ask();
  proxy.set("hanging");
  await expect(ask()).rejects.toThrow();
  const inTransaction = db.$transaction(async (tx) => {
    proxy.set("hanging");
    return tx.$queryRaw`SELECT 1`;
  });
  proxy.set("clear");
  await expect(inTransaction).rejects.toThrow();
  proxy.set("clear");
  const [after] = await ask();
  expect(after?.pid).not.toBe(before?.pid);
});

it("has marked statements prepared once for a connection, and no others", async () => {
  const { database } = await testContext();
  const pool = createPool({ url: database.url, max: 1, onIdleError: console.error });
  onTestFinished(() => pool.end());
  const db = createDatabase(pool);
  for (const wanted of [1, 2, 3]) {
    await expect(db.$queryRaw`/* prepared */ SELECT ${wanted}::int AS found`).resolves.toEqual([{ found: wanted }]);
    await expect(db.$queryRaw`SELECT ${wanted}::int AS found`).resolves.toEqual([{ found: wanted }]);
  }
  const { rows } = await pool.query("SELECT statement FROM pg_prepared_statements");
  expect(rows).toEqual([{ statement: "/* prepared */ SELECT $1::int AS found" }]);
});

it("prepares a marked statement afresh on another connection", async () => {
  const { database } = await testContext();
  const pool = createPool({ url: database.url, max: 2, onIdleError: console.error });
  onTestFinished(() => pool.end());
  const db = createDatabase(pool);
  const ask = () => db.$queryRaw`/* prepared */ SELECT 'here' AS found, pg_sleep(0.05)::text`;
  const answers = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(answers.flat()).toHaveLength(4);
});
