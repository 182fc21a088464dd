import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { seededRandom } from "@/tests/support/random";
import { checkRun, writesBetweenKills } from "./check-run";
import { clearThrottles } from "./clear-throttles";
import { History } from "./history";
import { openInstallation } from "./installation";
import { Load } from "./load";
import { rounds, seed } from "./rounds";

it(`keeps every acknowledged write and nothing half done after kill -9 of the server (seed ${seed})`, async () => {
  const installation = await openInstallation("kill-server");
  onTestFinished(() => installation.close());
  const load = new Load("server", installation, new History());
  await load.setUp();
  const random = seededRandom(seed);
  const ready: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    load.start();
    await load.untilBusy(writesBetweenKills);
    await pause(Math.round(random() * 1_000));
    await installation.product.crash();
    await load.stop();
    ready.push(await installation.start());
    await clearThrottles(installation);
  }
  expect(load.history.unknown, "answers that were lost").toBeGreaterThan(0);
  await checkRun(installation, load, { what: "server", times: rounds, ready });
});
