import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { endPauses } from "./pauses";
import { childrenOf, signal } from "./processes";
import { between, rounds, seed, seeded } from "./random";
import { openStage } from "./stage";
import { judge, writesBetweenKills } from "./verdict";
import { untilWritten } from "./written";

it(`keeps every acknowledged write, answers 503 and recovers after kill -9 of PostgreSQL (seed ${seed})`, async () => {
  const stage = await openStage("kill-postgres");
  onTestFinished(() => stage.close());
  const crowd = new Crowd("postgres", stage, new Ledger());
  await crowd.setUp();
  const random = seeded(seed);
  const ready: number[] = [];
  const server = stage.product.pid;
  crowd.start();
  for (let round = 0; round < rounds; round += 1) {
    await crowd.untilBusy(writesBetweenKills);
    await pause(between(random, 0, 1_000));
    const postmaster = stage.postmaster();
    // Half the time its children are killed with it.
    signal([postmaster, ...(random() < 0.5 ? childrenOf(postmaster) : [])], "SIGKILL");
    ready.push(await untilWritten(stage));
    await endPauses(stage);
  }
  await crowd.stop();
  expect(stage.product.pid, "the server that was there before").toBe(server);
  expect(stage.product.isRunning()).toBe(true);
  expect(crowd.ledger.refused + crowd.ledger.unknown, "answers of an absent database").toBeGreaterThan(0);
  await judge(stage, crowd, { what: "PostgreSQL", times: rounds, ready });
});
