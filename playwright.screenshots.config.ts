import { defineConfig } from "@playwright/test";
import tests from "./playwright.config";

/** The states of every page, to be looked at (scripts/screenshots.mjs). Each is held to axe on the way. */
process.env.SETUP_TOKEN ??= "token-for-the-screenshots";

export default defineConfig({
  ...tests,
  testDir: "e2e/shots",
  timeout: 300_000,
  workers: 1,
  use: { ...tests.use, trace: "off", screenshot: "off" },
  projects: [
    // The instance has no admin yet: everything else waits for this.
    { name: "first run", testMatch: "setup.shots.ts" },
    { name: "pages", testMatch: "*.shots.ts", testIgnore: "setup.shots.ts", dependencies: ["first run"] },
  ],
});
