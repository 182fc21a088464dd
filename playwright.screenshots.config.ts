import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** Covers every state of every page (scripts/screenshots.mjs). */
process.env.SETUP_TOKEN ??= "token-for-the-screenshots";

export default defineConfig({
  ...tests,
  testDir: "e2e/shots",
  timeout: 300_000,
  workers: 1,
  use: { ...tests.use, trace: "off", screenshot: "off" },
  projects: [
    // All other tests need the admin.
    { name: "first run", testMatch: "setup.shots.ts" },
    { name: "pages", testMatch: "*.shots.ts", testIgnore: "setup.shots.ts", dependencies: ["first run"] },
  ],
});
