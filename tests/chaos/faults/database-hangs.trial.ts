import { afterAll, beforeAll, expect, it } from "vitest";
import { Crowd } from "./crowd";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { Ledger } from "./ledger";
import { report, seconds } from "./report";
import { settle } from "./verdict";

let external: External;

beforeAll(async () => {
  external = await openExternal("database-hangs");
});
afterAll(() => external?.close());

it("answers within a limited time when the database hangs", async () => {
  const { proxy, stage } = external;
  const crowd = new Crowd("hangs", stage, new Ledger());
  await crowd.setUp();
  crowd.start();
  await crowd.untilBusy(30);
  proxy.set("hanging");
  // Every connection hangs on a statement; new requests wait for a connection.
  for (const answer of await flood(stage, 20)) expectUnavailable(answer);
  expect((await health(stage, "live")).status).toBe(200);
  expect((await health(stage, "ready")).status).toBe(503);
  const took = await external.recover();
  await crowd.stop();
  await expectWorking(stage);
  const post = await settle(stage, crowd);
  expect(crowd.ledger.faults).toEqual([]);
  expect(crowd.ledger.refused).toBeGreaterThan(0);
  report("others", {
    what: "database hangs",
    cells: [
      `503 with Retry-After meanwhile, ready ${seconds(took)} after it continued, ${crowd.ledger.promised.length} acknowledged writes found, ${post.deliveries} emails for ${post.causes} causes`,
    ],
  });
});
