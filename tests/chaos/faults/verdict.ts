import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import type { Crowd } from "./crowd";
import { checkInvariants } from "./invariants";
import { lookBack } from "./look-back";
import { endPauses } from "./pauses";
import { emptyTheQueue, type Post } from "./post";
import { percentile, report, seconds } from "./report";
import type { Stage } from "./stage";

/** FAULT_RECOVERY_SECONDS: for a busy machine. */
const recoverySecondsMax = Number(process.env.FAULT_RECOVERY_SECONDS ?? 10);

export const writesBetweenKills = 5;

/** Finishes all scenarios, sends all emails and checks every acknowledged write. */
export async function settle(stage: Stage, crowd: Crowd): Promise<Post> {
  await crowd.finish(300);
  const post = await emptyTheQueue(stage, crowd);
  await stage.withDatabase((client) => checkInvariants(client, crowd.ledger));
  await endPauses(stage);
  await lookBack(crowd);
  return post;
}

export async function judge(
  stage: Stage,
  crowd: Crowd,
  killed: { what: string; times: number; ready: number[] },
): Promise<void> {
  const { ledger } = crowd;
  const post = await settle(stage, crowd);
  // SIGTERM writes the last checkpoint of the audit chain.
  await stage.product.stop();
  await checkChain(stage, crowd);
  const [p50, p95] = [percentile(killed.ready, 0.5), percentile(killed.ready, 0.95)];
  expect(ledger.faults).toEqual([]);
  expect(ledger.promised.length).toBeGreaterThan(killed.times * writesBetweenKills);
  expect(p95, "milliseconds until it was ready again").toBeLessThan(recoverySecondsMax * 1000);
  report("kills", {
    what: killed.what,
    cells: [
      ...[killed.times, ledger.promised.length, ledger.unknown, ledger.refused],
      ...[ledger.count("lost"), ledger.count("half"), ledger.count("double")],
      ...[`${post.deliveries} / ${post.causes}`, post.repeated, `${seconds(p50)} / ${seconds(p95)}`],
    ],
  });
}

async function checkChain(stage: Stage, { ledger }: Crowd): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" as const, DATA_DIR: stage.dataDir };
  const verify = promisify(execFile)(process.execPath, ["--import", "./scripts/tsx.mjs", "cli/verify-audit.ts"], {
    env,
  });
  const said = await verify.then(
    ({ stdout }) => stdout,
    (failed: { stdout: string; stderr: string }) => `${failed.stdout}${failed.stderr}`,
  );
  if (!said.includes("The audit log is intact")) ledger.violate("half", `audit:verify says: ${said}`);
}
