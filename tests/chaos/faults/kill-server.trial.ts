import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { endPauses } from "./pauses";
import { between, rounds, seed, seeded } from "./random";
import { openStage } from "./stage";
import { judge, writesBetweenKills } from "./verdict";

it(`keeps every acknowledged write and nothing half done after kill -9 of the server (seed ${seed})`, async () => {
  const stage = await openStage("kill-server");
  onTestFinished(() => stage.close());
  const crowd = new Crowd("server", stage, new Ledger());
  await crowd.setUp();
  const random = seeded(seed);
  const ready: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    crowd.start();
    await crowd.untilBusy(writesBetweenKills);
    await pause(between(random, 0, 1_000));
    await stage.product.crash();
    await crowd.stop();
    ready.push(await stage.start());
    await endPauses(stage);
  }
  expect(crowd.ledger.unknown, "answers that were lost").toBeGreaterThan(0);
  await judge(stage, crowd, { what: "server", times: rounds, ready });
});
