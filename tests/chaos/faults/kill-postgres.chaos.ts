import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { seededRandom } from "@/tests/support/random";
import { checkRun, writesBetweenKills } from "./check-run";
import { clearThrottles } from "./clear-throttles";
import { History } from "./history";
import { openInstallation } from "./installation";
import { Load } from "./load";
import { childrenOf, signal } from "./processes";
import { rounds, seed } from "./rounds";
import { untilAcknowledged } from "./until-acknowledged";

it(`keeps every acknowledged write, answers 503 and recovers after kill -9 of PostgreSQL (seed ${seed})`, async () => {
  const installation = await openInstallation("kill-postgres");
  onTestFinished(() => installation.close());
  const load = new Load("postgres", installation, new History());
  await load.setUp();
  const random = seededRandom(seed);
  const ready: number[] = [];
  const server = installation.product.pid;
  load.start();
  for (let round = 0; round < rounds; round += 1) {
    await load.untilBusy(writesBetweenKills);
    await pause(Math.round(random() * 1_000));
    const postmaster = installation.postmaster();
    // Half the time its children are killed with it.
    signal([postmaster, ...(random() < 0.5 ? childrenOf(postmaster) : [])], "SIGKILL");
    ready.push(await untilAcknowledged(installation));
    await clearThrottles(installation);
  }
  await load.stop();
  expect(installation.product.pid, "the server that was there before").toBe(server);
  expect(installation.product.isRunning()).toBe(true);
  expect(load.history.refused + load.history.unknown, "answers of an absent database").toBeGreaterThan(0);
  await checkRun(installation, load, { what: "PostgreSQL", times: rounds, ready });
});
