import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { type DatabaseProxy, startProxy } from "@/lib/testing/database-proxy";
import { type Answer, Client } from "./client";
import { adminAccount } from "./crowd";
import { report, seconds } from "./report";
import { openStage, type Stage, until } from "./stage";

const poolMax = 4;
const recoverySecondsMax = 10;
/** Connecting, or one statement, and what is around it. */
const answerSecondsMax = 25;
const dataDir = mkdtempSync(join(tmpdir(), "foyer-faults-database-"));

let postgres: EmbeddedPostgres;
let proxy: DatabaseProxy;
let stage: Stage;

beforeAll(async () => {
  chmodSync(dataDir, 0o755);
  postgres = await startEmbeddedPostgres({ dataDir, log: console.error });
  proxy = await startProxy(Number(new URL(postgres.url).port));
  proxy.set("closed");
  const url = new URL(postgres.url);
  url.port = String(proxy.port);
  stage = await openStage(
    "database",
    { DATABASE_URL: url.href, DB_POOL_MAX: String(poolMax) },
    { waitUntilReady: false },
  );
});

afterAll(async () => {
  await stage?.close();
  await proxy?.stop();
  await postgres?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("an external database", () => {
  it("attack 133: that is away at the start is waited for; the process lives, says that it is not ready, and recovers", async () => {
    await until("a process that listens", async () => (await health("live")).status === 200);
    expect(await health("ready")).toMatchObject({ status: 503, body: { status: "database_unavailable" } });
    expectUnavailable(await new Client(stage.url).get("status"));
    const took = await recover();
    expect((await new Client(stage.url).post("setup", adminAccount)).status).toBe(201);
    report("others", {
      what: "database away at the start",
      cells: [`live, not ready; ready ${seconds(took)} after it came`],
    });
  });

  it("attack 132: that goes away and comes back is found again without a restart", async () => {
    await expectWorking();
    proxy.set("closed");
    const answers = await flood(20);
    for (const answer of answers) expectUnavailable(answer);
    expect((await health("ready")).status).toBe(503);
    const took = await recover();
    await expectWorking();
    report("others", {
      what: "database lost and back",
      cells: [`503 with Retry-After meanwhile; ready ${seconds(took)} after it came back`],
    });
  });
});

async function health(path: "live" | "ready"): Promise<{ status: number; body: unknown; milliseconds: number }> {
  const startedAt = performance.now();
  const response = await fetch(`${stage.url}/health/${path}`, { signal: AbortSignal.timeout(30_000) }).catch(
    () => null,
  );
  const body: unknown = await response?.json();
  return { status: response?.status ?? 0, body, milliseconds: performance.now() - startedAt };
}

/** Writes: each failure to sign in is counted and in the audit log. */
function flood(count: number): Promise<Answer[]> {
  const { email } = adminAccount;
  const one = () => new Client(stage.url).post("login", { email: `nobody-${email}`, password: "not a password" });
  return Promise.all(Array.from({ length: count }, one));
}

function expectUnavailable(answer: Answer): void {
  expect(answer).toMatchObject({ status: 503 });
  expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  expect(answer.milliseconds, "milliseconds until the answer").toBeLessThan(answerSecondsMax * 1000);
}

async function recover(): Promise<number> {
  proxy.set("clear");
  const startedAt = performance.now();
  await until("readiness", async () => (await health("ready")).status === 200);
  const took = performance.now() - startedAt;
  expect(took, "milliseconds until it was ready again").toBeLessThan(recoverySecondsMax * 1000);
  return took;
}

async function expectWorking(): Promise<void> {
  for (const { status } of await flood(10)) expect(status).toBe(401);
}
