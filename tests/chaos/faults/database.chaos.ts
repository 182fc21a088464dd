import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "./client";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { until } from "./installation";
import { adminAccount } from "./load";
import { report, seconds } from "./report";

let external: External;

beforeAll(async () => {
  external = await openExternal("database", { mode: "closed" });
});
afterAll(() => external?.close());

describe("an external database", () => {
  it("is waited for at the start, while the server reports that it isn't ready", async () => {
    const { installation } = external;
    await until("a process that listens", async () => (await health(installation, "live")).status === 200);
    expect(await health(installation, "ready")).toMatchObject({
      status: 503,
      body: { status: "database_unavailable" },
    });
    expectUnavailable(await new Client(installation.url).get("status"));
    const took = await external.recover();
    expect((await new Client(installation.url).post("setup", adminAccount)).status).toBe(201);
    report("others", {
      what: "database away at the start",
      cells: [`live, not ready, then ready ${seconds(took)} after it came`],
    });
  });

  it("is found again after an outage without a restart", async () => {
    const { proxy, installation } = external;
    await expectWorking(installation);
    proxy.set("closed");
    const answers = await flood(installation, 20);
    for (const answer of answers) expectUnavailable(answer);
    expect((await health(installation, "ready")).status).toBe(503);
    const took = await external.recover();
    await expectWorking(installation);
    report("others", {
      what: "database lost and back",
      cells: [`503 with Retry-After meanwhile, ready ${seconds(took)} after it came back`],
    });
  });
});
