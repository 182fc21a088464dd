import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { record } from "./figures";
import { type Installation, logged, sized, startInstallation, until } from "./installation";
import { actNames, type Load, startLoad } from "./load";
import { createPeople } from "./people";

let installation: Installation;
const directory = inject("runDirectory");
const parallel = 8;

beforeAll(async () => {
  installation = await startInstallation({ env: { RATE_LIMIT_SCALE: "100000" } });
});

afterAll(() => installation?.stop());

async function more(load: Load, requests: number): Promise<void> {
  const goal = load.done + requests;
  await until(() => expect(load.done).toBeGreaterThan(goal), 120);
}

/** Includes the instances' logs. */
function expectNoFailure({ failures }: Load): void {
  const said = installation.instances.flatMap((instance) => logged(instance, "warn", "error", "fatal"));
  if (failures.length > 0) console.error(said.slice(-20).join("\n"));
  expect(failures).toEqual([]);
}

it("fails no request during rolling restarts", async () => {
  const rounds = sized(10);
  const load = await startLoad(installation, await createPeople(installation, parallel), 0);
  for (let round = 0; round < rounds; round += 1) {
    const index = round % 2 === 0 ? 0 : 1;
    await more(load, 50);
    await installation.instances[index].stop();
    await more(load, 50);
    await installation.restart(index);
  }
  await load.stop();
  expectNoFailure(load);
  for (const instance of installation.instances) expect(logged(instance, "error", "fatal")).toEqual([]);
  const { failed, retried } = installation.proxy;
  expect(failed).toBe(0);
  const result = `${load.done} requests, 0 failed, and the proxy sent ${retried} to the other instance`;
  record(directory, { promised: "rolling", times: `${rounds} restarts`, result });
});

it("fails no retried request while instances are killed in turn", async () => {
  const rounds = sized(10);
  const load = await startLoad(installation, await createPeople(installation, parallel), 1);
  for (let round = 0; round < rounds; round += 1) {
    const index = round % 2 === 0 ? 0 : 1;
    await more(load, 50);
    await installation.instances[index].crash();
    await more(load, 50);
    await installation.restart(index);
  }
  await load.stop();
  expectNoFailure(load);
  const result = `${load.done} requests, ${load.retried} tried once more, 0 failed (${actNames.join(", ")})`;
  record(directory, { promised: "killed", times: `${rounds} kills`, result });
});
