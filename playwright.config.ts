import { execFileSync } from "node:child_process";
import { defineConfig, devices } from "@playwright/test";

process.env.CHROMIUM_PATH ??= execFileSync(process.execPath, ["scripts/find-browser.mjs"], { encoding: "utf8" }).trim();

/** Uses the production build (e2e/global-server.ts). */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/global-server.ts",
  outputDir: "test-results",
  // For busy machines. No test asserts a time.
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
    actionTimeout: 45_000,
    // Tracing every test costs a quarter of the time.
    trace: process.env.CI === undefined ? "retain-on-failure" : "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
    },
  },
  projects: [
    // All other tests need the admin.
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "promises", testIgnore: "first-run.spec.ts", dependencies: ["first run"] },
  ],
});
