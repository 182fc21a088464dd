import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { settle } from "./check-run";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { History } from "./history";
import { until } from "./installation";
import { Load } from "./load";
import { report, seconds } from "./report";

const connectionsMax = 20;

let external: External;

beforeAll(async () => {
  external = await openExternal("database-exhausted", { settings: [`max_connections=${connectionsMax}`] });
});
afterAll(() => external?.close());

it("waits for a database without free connections and loses nothing", async () => {
  const { directUrl, proxy, installation } = external;
  const load = new Load("exhausted", installation, new History());
  await load.setUp();
  load.start();
  await load.untilBusy(30);
  proxy.set("closed");
  const others = await takeAll(directUrl);
  proxy.set("clear");
  for (const answer of await flood(installation, 20)) expectUnavailable(answer);
  expect(await health(installation, "ready")).toMatchObject({ status: 503, body: { status: "database_unavailable" } });
  await Promise.all(others.map((client) => client.end()));
  const took = await external.recover();
  await load.stop();
  await expectWorking(installation);
  const mails = await settle(installation, load);
  expect(load.history.faults).toEqual([]);
  report("others", {
    what: "database connections all taken",
    cells: [
      `503 with Retry-After meanwhile, ready ${seconds(took)} after they were given back, ${load.history.promised.length} acknowledged writes found, ${mails.deliveries} emails for ${mails.causes} causes`,
    ],
  });
});

/** Connects until PostgreSQL has no slot left. */
async function takeAll(connectionString: string): Promise<pg.Client[]> {
  const others: pg.Client[] = [];
  await until("a database without a place", async () => {
    const client = new pg.Client({ connectionString });
    client.on("error", () => undefined);
    const error = await client.connect().then(
      () => null,
      (thrown: { code?: string }) => thrown.code,
    );
    if (error === null) others.push(client);
    return error !== null && others.length >= connectionsMax;
  });
  return others;
}
