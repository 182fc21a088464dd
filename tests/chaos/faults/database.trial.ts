import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client } from "./client";
import { adminAccount } from "./crowd";
import { type External, expectUnavailable, expectWorking, flood, health, openExternal } from "./external";
import { report, seconds } from "./report";
import { until } from "./stage";

let external: External;

beforeAll(async () => {
  external = await openExternal("database", { weather: "closed" });
});
afterAll(() => external?.close());

describe("an external database", () => {
  it("is waited for at the start, while the server reports that it isn't ready", async () => {
    const { stage } = external;
    await until("a process that listens", async () => (await health(stage, "live")).status === 200);
    expect(await health(stage, "ready")).toMatchObject({ status: 503, body: { status: "database_unavailable" } });
    expectUnavailable(await new Client(stage.url).get("status"));
    const took = await external.recover();
    expect((await new Client(stage.url).post("setup", adminAccount)).status).toBe(201);
    report("others", {
      what: "database away at the start",
      cells: [`live, not ready, then ready ${seconds(took)} after it came`],
    });
  });

  it("is found again after an outage without a restart", async () => {
    const { proxy, stage } = external;
    await expectWorking(stage);
    proxy.set("closed");
    const answers = await flood(stage, 20);
    for (const answer of answers) expectUnavailable(answer);
    expect((await health(stage, "ready")).status).toBe(503);
    const took = await external.recover();
    await expectWorking(stage);
    report("others", {
      what: "database lost and back",
      cells: [`503 with Retry-After meanwhile, ready ${seconds(took)} after it came back`],
    });
  });
});
