import { afterAll, beforeAll, expect, it } from "vitest";
import { settle } from "./check-run";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { History } from "./history";
import { Load } from "./load";
import { report, seconds } from "./report";

let external: External;

beforeAll(async () => {
  external = await openExternal("database-hangs");
});
afterAll(() => external?.close());

it("answers within a limited time when the database hangs", async () => {
  const { proxy, installation } = external;
  const load = new Load("hangs", installation, new History());
  await load.setUp();
  load.start();
  await load.untilBusy(30);
  proxy.set("hanging");
  // Every connection hangs on a statement; new requests wait for a connection.
  for (const answer of await flood(installation, 20)) expectUnavailable(answer);
  expect((await health(installation, "live")).status).toBe(200);
  expect((await health(installation, "ready")).status).toBe(503);
  const took = await external.recover();
  await load.stop();
  await expectWorking(installation);
  const mails = await settle(installation, load);
  expect(load.history.faults).toEqual([]);
  expect(load.history.refused).toBeGreaterThan(0);
  report("others", {
    what: "database hangs",
    cells: [
      `503 with Retry-After meanwhile, ready ${seconds(took)} after it continued, ${load.history.promised.length} acknowledged writes found, ${mails.deliveries} emails for ${mails.causes} causes`,
    ],
  });
});
