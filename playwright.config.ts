import { execFileSync } from "node:child_process";
import { defineConfig, devices } from "@playwright/test";

process.env.CHROMIUM_PATH ??= execFileSync(process.execPath, ["scripts/find-browser.mjs"], { encoding: "utf8" }).trim();

/**
 * The promises made to people, in a browser, on the production build with a database and a mailbox of its own
 * (e2e/global-server.ts). In CI a failed test has a second try, which tells a starved machine from a broken promise;
 * the report names what needed it.
 */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-server.ts",
  outputDir: "test-results",
  // Generous: a busy machine is not a failure, and no test asserts a time.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  retries: process.env.CI === undefined ? 0 : 1,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.E2E_BASE_URL ?? "http://localhost:3000",
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    // A lost press must not cost a whole test's time.
    actionTimeout: 45_000,
    // Keeping a trace of everything costs a quarter of the time.
    trace: process.env.CI === undefined ? "retain-on-failure" : "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    },
  },
  projects: [
    // The instance has no admin yet: everything else waits for this.
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "promises", testIgnore: "first-run.spec.ts", dependencies: ["first run"] },
  ],
});
