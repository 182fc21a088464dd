import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Crowd } from "./crowd";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { Ledger } from "./ledger";
import { report, seconds } from "./report";
import { until } from "./stage";
import { settle } from "./verdict";

const connectionsMax = 20;

let external: External;

beforeAll(async () => {
  external = await openExternal("database-exhausted", { settings: [`max_connections=${connectionsMax}`] });
});
afterAll(() => external?.close());

it("waits for a database without free connections and loses nothing", async () => {
  const { directUrl, proxy, stage } = external;
  const crowd = new Crowd("exhausted", stage, new Ledger());
  await crowd.setUp();
  crowd.start();
  await crowd.untilBusy(30);
  proxy.set("closed");
  const others = await takeAll(directUrl);
  proxy.set("clear");
  for (const answer of await flood(stage, 20)) expectUnavailable(answer);
  expect(await health(stage, "ready")).toMatchObject({ status: 503, body: { status: "database_unavailable" } });
  await Promise.all(others.map((client) => client.end()));
  const took = await external.recover();
  await crowd.stop();
  await expectWorking(stage);
  const post = await settle(stage, crowd);
  expect(crowd.ledger.faults).toEqual([]);
  report("others", {
    what: "database connections all taken",
    cells: [
      `503 with Retry-After meanwhile, ready ${seconds(took)} after they were given back, ${crowd.ledger.promised.length} acknowledged writes found, ${post.deliveries} emails for ${post.causes} causes`,
    ],
  });
});

/** Connects until PostgreSQL has no slot left. */
async function takeAll(connectionString: string): Promise<pg.Client[]> {
  const others: pg.Client[] = [];
  await until("a database without a place", async () => {
    const client = new pg.Client({ connectionString });
    client.on("error", () => undefined);
    const refusal = await client.connect().then(
      () => null,
      (thrown: { code?: string }) => thrown.code,
    );
    if (refusal === null) others.push(client);
    return refusal !== null && others.length >= connectionsMax;
  });
  return others;
}
