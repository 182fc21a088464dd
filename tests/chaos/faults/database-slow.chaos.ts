import { afterAll, beforeAll, expect, it } from "vitest";
import { settle } from "./check-run";
import { type External, flood, health, openExternal } from "./external";
import { History } from "./history";
import { Load } from "./load";
import { report } from "./report";

/** Each way; a sign-in needs about ten statements. */
const delayMilliseconds = 100;
const writes = 20;

let external: External;

beforeAll(async () => {
  external = await openExternal("database-slow");
});
afterAll(() => external?.close());

it("answers slowly but correctly, or 503, with a slow database", async () => {
  const { proxy, installation } = external;
  const load = new Load("slow", installation, new History());
  await load.setUp();
  load.start();
  await load.untilBusy(10);
  proxy.set({ delayMilliseconds });
  const before = load.history.promised.length;
  await load.untilBusy(writes);
  const statuses = (await flood(installation, 10)).map(({ status }) => status);
  for (const status of statuses) expect([401, 503]).toContain(status);
  expect((await health(installation, "live")).status).toBe(200);
  const slow = load.history.promised.length - before;
  const { refused } = load.history;
  await external.recover();
  await load.stop();
  const mails = await settle(installation, load);
  expect(load.history.faults).toEqual([]);
  report("others", {
    what: "database slow",
    cells: [
      `${delayMilliseconds} ms added each way: ${slow} writes acknowledged, ${refused} answered 503, all found, ${mails.deliveries} emails for ${mails.causes} causes`,
    ],
  });
});
