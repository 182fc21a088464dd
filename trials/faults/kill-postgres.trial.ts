import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { Client } from "./client";
import { Crowd } from "./crowd";
import { Ledger } from "./ledger";
import { childrenOf, signal } from "./processes";
import { between, rounds, seed, seeded } from "./random";
import { openStage, type Stage, until } from "./stage";
import { judge } from "./verdict";

it(`attack 132: kill -9 of PostgreSQL under mixed writes leaves every acknowledged write, answers 503 and recovers by itself (seed ${seed})`, async () => {
  const stage = await openStage("kill-postgres");
  onTestFinished(() => stage.close());
  const crowd = new Crowd("postgres", stage, new Ledger());
  await crowd.setUp();
  const random = seeded(seed);
  const ready: number[] = [];
  const server = stage.product.pid;
  crowd.start();
  for (let round = 0; round < rounds; round += 1) {
    await pause(between(random, 300, 1_500));
    const postmaster = stage.postmaster();
    // Its children find out by themselves that it is gone, or go with it in the same moment.
    signal([postmaster, ...(random() < 0.5 ? childrenOf(postmaster) : [])], "SIGKILL");
    ready.push(await untilWritten(stage));
  }
  await crowd.stop();
  expect(stage.product.pid, "the server that was there before").toBe(server);
  expect(stage.product.isRunning()).toBe(true);
  expect(crowd.ledger.refused + crowd.ledger.unknown, "answers of an absent database").toBeGreaterThan(0);
  await judge(stage, crowd, { what: "PostgreSQL", times: rounds, ready });
});

/** Milliseconds from now until a write is acknowledged. */
async function untilWritten({ url }: Stage): Promise<number> {
  const startedAt = performance.now();
  const client = new Client(url);
  await until("an acknowledged write", async () => {
    const answer = await client.post("login", { email: "nobody@company.example", password: "not a password" });
    // A refusal that is counted and in the audit log.
    return answer.status === 401;
  });
  return performance.now() - startedAt;
}
