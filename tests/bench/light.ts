import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Browser, chromium } from "@playwright/test";
import { freePort, startProduct } from "@/tests/support/product-process";
import { type Speed, time, type Weight, weigh } from "./light/browser";
import { buildComparison, startComparison } from "./light/comparison";
import { writeLightFigures } from "./light/light-figures";
import { measureMemory, residentMegabytes } from "./light/memory";
import { createAdmin, type MeasuredPage, prepare } from "./light/pages";

/**
 * `npm run bench:light`: the weight of every page beside an empty Next page, load times on a slow processor beside
 * better-auth's, and the server's memory. Writes docs/benchmarks.md; exit code 1 when a goal is missed. `--quick`:
 * fewer requests; `--scripts`: scripts per page; `--pages`: pages only, without writing; BENCH_REQUESTS: requests of
 * the memory test.
 */
const isQuick = process.argv.includes("--quick");
const showsScripts = process.argv.includes("--scripts");
const onlyPages = process.argv.includes("--pages");
const loads = isQuick ? 3 : 7;
const idleSeconds = isQuick ? 10 : 60;
const requestsMax = Number(process.env.BENCH_REQUESTS ?? (isQuick ? 5_000 : 100_000));
const requests = [0.1, 0.5, 1].map((share) => Math.round(requestsMax * share));
const timed = ["/login", "/request-access", "/signup", "/account", "/account/security"];

const dataDir = mkdtempSync(join(tmpdir(), "foyer-light-"));
chmodSync(dataDir, 0o755);
await buildComparison();
const product = await startProduct({
  port: await freePort(),
  env: { DATA_DIR: dataDir, RATE_LIMIT_SCALE: "1000000", LOG_LEVEL: "warn" },
  logPath: join(dataDir, "server.log"),
});
const browser = await launch();
try {
  if (!onlyPages) await pause(idleSeconds * 1000);
  const idleMegabytes = residentMegabytes(product.pid);
  console.log(`Idle: ${idleMegabytes.toFixed(0)} MB`);

  const empty = await withComparison("empty", (url) => weigh(browser, url, undefined));
  say("Empty page", empty);
  const weights = new Map<string, Weight>();
  const weighOne = async ({ name, path, state }: MeasuredPage) => {
    weights.set(name, await weigh(browser, product.url + path, state));
    say(name, weights.get(name));
  };
  await weighOne({ name: "/setup", path: "/setup" });
  await createAdmin(product.url);
  const { pages, person } = await prepare(browser, product.url);
  for (const page of pages) await weighOne(page);

  const speeds = new Map<string, Speed>();
  const timeOne = async (name: string, url: string, state?: MeasuredPage["state"]) => {
    speeds.set(name, await time(browser, url, state, loads));
    const { lcp, tbt } = speeds.get(name) ?? { lcp: 0, tbt: 0 };
    console.log(`${name.padEnd(40)} LCP ${lcp.toFixed(0)} ms, TBT ${tbt.toFixed(0)} ms`);
  };
  for (const { name, path, state } of pages.filter(({ name }) => timed.includes(name))) {
    await timeOne(name, product.url + path, state);
  }
  await withComparison("better-auth", (url) => timeOne("better-auth's login page", `${url}/login`));
  await withComparison("empty", (url) => timeOne("The empty page", url));
  const browserName = `Chromium ${browser.version().split(".", 1)[0]}`;
  await browser.close();

  if (!onlyPages) {
    const memory = await measureMemory(product, person, requests);
    const missed = writeLightFigures({
      browser: browserName,
      empty,
      weights,
      speeds,
      loads,
      idleMegabytes,
      idleSeconds,
      memory,
    });
    console.log(missed.length === 0 ? "All goals are met." : missed.join("\n"));
    if (missed.length > 0) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function launch(): Promise<Browser> {
  const executablePath = execFileSync(process.execPath, ["scripts/find-browser.mjs"], { encoding: "utf8" }).trim();
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"];
  return chromium.launch({ executablePath, args });
}

async function withComparison<Value>(
  app: Parameters<typeof startComparison>[0],
  work: (url: string) => Promise<Value>,
): Promise<Value> {
  const { stop, url } = await startComparison(app);
  try {
    return await work(url);
  } finally {
    await stop();
  }
}

function say(name: string, weight: Weight | undefined): void {
  if (!weight) return;
  const { document, foreign, module, scripts } = weight;
  console.log(
    `${name.padEnd(40)} ${(module / 1000).toFixed(1)} kB, document ${(document / 1000).toFixed(1)} kB ${foreign}`,
  );
  if (showsScripts) for (const { bytes, path } of scripts) console.log(`  ${String(bytes).padStart(7)} ${path}`);
}
