import { afterAll, beforeAll, expect, it } from "vitest";
import { Crowd } from "./crowd";
import { type External, flood, health, openExternal } from "./external";
import { Ledger } from "./ledger";
import { report } from "./report";
import { settle } from "./verdict";

/** Each way; a sign-in needs about ten statements. */
const delayMilliseconds = 100;
const writes = 20;

let external: External;

beforeAll(async () => {
  external = await openExternal("database-slow");
});
afterAll(() => external?.close());

it("answers slowly but correctly, or 503, with a slow database", async () => {
  const { proxy, stage } = external;
  const crowd = new Crowd("slow", stage, new Ledger());
  await crowd.setUp();
  crowd.start();
  await crowd.untilBusy(10);
  proxy.set({ delayMilliseconds });
  const before = crowd.ledger.promised.length;
  await crowd.untilBusy(writes);
  const statuses = (await flood(stage, 10)).map(({ status }) => status);
  for (const status of statuses) expect([401, 503]).toContain(status);
  expect((await health(stage, "live")).status).toBe(200);
  const slow = crowd.ledger.promised.length - before;
  const { refused } = crowd.ledger;
  await external.recover();
  await crowd.stop();
  const post = await settle(stage, crowd);
  expect(crowd.ledger.faults).toEqual([]);
  report("others", {
    what: "database slow",
    cells: [
      `${delayMilliseconds} ms added each way: ${slow} writes acknowledged, ${refused} answered 503, all found, ${post.deliveries} emails for ${post.causes} causes`,
    ],
  });
});
