import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import { quantile } from "../../bench/quantile";
import { checkHistory } from "./check-history";
import { clearThrottles } from "./clear-throttles";
import type { Installation } from "./installation";
import { checkInvariants } from "./invariants";
import type { Load } from "./load";
import { emptyMailQueue, type MailCounts } from "./mail-queue";
import { report, seconds } from "./report";

/** FAULT_RECOVERY_SECONDS: for a busy machine. */
const recoverySecondsMax = Number(process.env.FAULT_RECOVERY_SECONDS ?? 10);

export const writesBetweenKills = 5;

/** Finishes all scenarios, sends all emails and checks every acknowledged write. */
export async function settle(installation: Installation, load: Load): Promise<MailCounts> {
  await load.finish(300);
  const mails = await emptyMailQueue(installation, load);
  await installation.withDatabase((client) => checkInvariants(client, load.history));
  await clearThrottles(installation);
  await checkHistory(load);
  return mails;
}

export async function checkRun(
  installation: Installation,
  load: Load,
  killed: { what: string; times: number; ready: number[] },
): Promise<void> {
  const { history } = load;
  const mails = await settle(installation, load);
  // SIGTERM writes the last checkpoint of the audit chain.
  await installation.product.stop();
  await checkChain(installation, load);
  const [p50, p95] = [quantile(killed.ready, 0.5), quantile(killed.ready, 0.95)];
  expect(history.faults).toEqual([]);
  expect(history.promised.length).toBeGreaterThan(killed.times * writesBetweenKills);
  expect(p95, "milliseconds until it was ready again").toBeLessThan(recoverySecondsMax * 1000);
  report("kills", {
    what: killed.what,
    cells: [
      killed.times,
      history.promised.length,
      history.unknown,
      history.refused,
      history.count("lost"),
      history.count("half"),
      history.count("double"),
      `${mails.deliveries} / ${mails.causes}`,
      mails.repeated,
      `${seconds(p50)} / ${seconds(p95)}`,
    ],
  });
}

async function checkChain(installation: Installation, { history }: Load): Promise<void> {
  const env = { ...process.env, NODE_ENV: "production" as const, DATA_DIR: installation.dataDir };
  const verify = promisify(execFile)(process.execPath, ["--import", "./scripts/tsx.mjs", "cli/verify-audit.ts"], {
    env,
  });
  const said = await verify.then(
    ({ stdout }) => stdout,
    (failed: { stdout: string; stderr: string }) => `${failed.stdout}${failed.stderr}`,
  );
  if (!said.includes("The audit log is intact")) history.violate("half", `audit:verify says: ${said}`);
}
