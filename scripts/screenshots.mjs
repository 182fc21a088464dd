import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ensureClient, ensureInstalled, root, run, runTool } from "./run.mjs";

/**
 * `npm run screenshots`: all pages and states. `npx playwright test --config playwright.screenshots.config.ts login`
 * takes some only.
 */
const port = 3977;
const base = `http://localhost:${port}`;
const startSecondsMax = 180;
const sizes = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const publicPages = [
  "/request-access",
  "/login",
  "/forgot-password",
  "/signup?token=unknown",
  "/verify-email?token=unknown",
  "/reset-password?token=unknown",
  "/confirm-email-change?token=unknown",
  "/setup",
  "/dev/mailbox",
  "/join?token=unknown",
  "/request?token=unknown",
  "/confirm-request?token=unknown",
  "/not-me?token=unknown",
  "/docs",
  "/docs/quazzar",
  "/nowhere",
];
const signedInPages = [
  "/account",
  "/account/profile",
  "/account/security",
  "/account/team",
  "/account/projects",
  "/account/api-keys",
  "/account/activity",
  "/account/data",
  "/admin",
  "/admin/rules",
  "/admin/settings",
  "/admin/users",
  "/admin/tenants",
  "/admin/webhooks",
  "/admin/audit",
  "/admin/mail",
  "/admin/mail/templates",
  "/admin/doctor",
  "/admin/requests?tab=all",
  "/admin/requests?tab=approved",
  "/admin/requests",
];

await ensureInstalled();
await ensureClient();
const { chromium } = await import("@playwright/test");
const { ensureBrowser } = await import("./find-browser.mjs");
const dataDir = mkdtempSync(join(tmpdir(), "foyer-screenshots-"));
chmodSync(dataDir, 0o755);
const out = join(root, "screenshots");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const seeded = await run(process.execPath, ["cli/foyer.mjs", "seed"], {
  env: { DATA_DIR: dataDir },
});
if (seeded.code !== 0) throw new Error(seeded.output);
const server = spawn(process.execPath, ["scripts/start.mjs"], {
  cwd: root,
  stdio: "ignore",
  env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, RATE_LIMIT_SCALE: "1000", LOG_LEVEL: "silent" },
});

try {
  await ready();
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  for (const viewport of sizes) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ baseURL: base, viewport, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      const suffix = `${viewport.width}-${colorScheme}`;
      for (const path of publicPages) await shoot(page, path, suffix);
      await signIn(page);
      for (const path of signedInPages) await shoot(page, path, suffix);
      await page.locator("[data-row]").first().click();
      await page.getByRole("heading", { name: "Timeline" }).waitFor();
      await save(page, "admin-request-open", suffix);
      await context.close();
    }
  }
  await browser.close();
} finally {
  const ended = new Promise((done) => server.once("exit", done));
  server.kill("SIGTERM");
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}

const states = await runTool(
  "@playwright/test",
  "playwright",
  ["test", "--config", "playwright.screenshots.config.ts"],
  {
    env: { CHROMIUM_PATH: await ensureBrowser() },
    showOutput: true,
  },
);
process.exitCode = states.code;
console.log(`Screenshots: ${out}`);

async function ready() {
  for (let second = 0; second < startSecondsMax; second += 1) {
    const answer = await fetch(`${base}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await pause(1_000);
  }
  throw new Error("The server did not start.");
}

async function signIn(page) {
  await page.goto("/login");
  await page.getByLabel("Email").fill("admin@acme.example");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/account");
}

async function shoot(page, path, suffix) {
  await page.goto(path, { waitUntil: "networkidle" });
  await save(page, path.slice(1).replace(/\W+/g, "-"), suffix);
}

async function save(page, name, suffix) {
  await page.screenshot({ path: join(out, `${name}-${suffix}.png`), fullPage: true });
}
