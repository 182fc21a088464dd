import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, CDPSession, Page } from "@playwright/test";
import { median } from "../quantile";

export type State = BrowserContextOptions["storageState"];

export interface Weight {
  /** Bytes of script, gzipped per file. */
  module: number;
  /** Bytes of HTML, gzipped. */
  document: number;
  /** Origins other than the page's own. */
  foreign: string[];
  /** Largest first. */
  scripts: { path: string; bytes: number }[];
}

const gzipped = (body: Buffer | string) => gzipSync(body).byteLength;

/** Loads the page into an empty browser until the network is idle and weighs it, without `nomodule` scripts. */
export async function weigh(browser: Browser, url: string, state: State): Promise<Weight> {
  const context = await browser.newContext(state === undefined ? {} : { storageState: state });
  try {
    const page = await context.newPage();
    const scripts = new Map<string, Promise<number>>();
    const foreign = new Set<string>();
    const { origin } = new URL(url);
    page.on("request", (request) => {
      const asked = new URL(request.url());
      if (asked.protocol !== "data:" && asked.protocol !== "blob:" && asked.origin !== origin) foreign.add(asked.href);
    });
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith(".js")) scripts.set(pathname, response.body().then(gzipped));
    });
    const answer = await page.goto(url, { waitUntil: "networkidle" });
    if (!answer?.ok()) throw new Error(`${url} answers ${answer?.status()}`);
    const weighed = await Promise.all([...scripts].map(async ([path, bytes]) => ({ path, bytes: await bytes })));
    return {
      module: weighed.reduce((sum, { bytes }) => sum + bytes, 0),
      document: gzipped(await answer.body()),
      foreign: [...foreign],
      scripts: weighed.sort((a, b) => b.bytes - a.bytes),
    };
  } finally {
    await context.close();
  }
}

export interface Speed {
  /** Largest contentful paint in milliseconds. */
  lcp: number;
  /** Total blocking time: the part of each task beyond 50 ms after the first paint. */
  tbt: number;
}

const slowdown = 4;

/** Medians of several loads in an empty browser with a processor slowed down four times. */
export async function time(browser: Browser, url: string, state: State, loads: number): Promise<Speed> {
  const seen: Speed[] = [];
  for (let load = 0; load < loads; load += 1) {
    const context = await browser.newContext(state === undefined ? {} : { storageState: state });
    try {
      const page = await context.newPage();
      await page.addInitScript(observe);
      const devtools: CDPSession = await context.newCDPSession(page);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await page.goto(url, { waitUntil: "networkidle" });
      seen.push(await readSpeed(page));
    } finally {
      await context.close();
    }
  }
  return { lcp: median(seen.map(({ lcp }) => lcp)), tbt: median(seen.map(({ tbt }) => tbt)) };
}

interface Observed {
  paints: number[];
  tasks: { start: number; duration: number }[];
}

/** Runs in the page before its own scripts. */
function observe(): void {
  const observed: Observed = { paints: [], tasks: [] };
  Object.assign(window, { observed });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) observed.paints.push(startTime);
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) observed.tasks.push({ start: startTime, duration });
  }).observe({ type: "longtask", buffered: true });
}

/** Two frames later all entries have been reported. */
function readSpeed(page: Page): Promise<Speed> {
  return page.evaluate(async () => {
    await new Promise((done) => requestIdleCallback(done, { timeout: 5_000 }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
    const { observed } = window as unknown as { observed: Observed };
    const [painted] = performance.getEntriesByName("first-contentful-paint");
    const first = painted?.startTime ?? 0;
    const blocked = observed.tasks
      .filter(({ start, duration }) => start + duration > first)
      .reduce((sum, { start, duration }) => sum + Math.max(0, start + duration - Math.max(start, first) - 50), 0);
    return { lcp: Math.max(0, ...observed.paints), tbt: blocked };
  });
}
