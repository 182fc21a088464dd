import { execFileSync } from "node:child_process";
import { type Browser, chromium, expect as expectPage } from "@playwright/test";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { record } from "./figures";
import { type Installation, logged, sized, startInstallation } from "./installation";
import { createPeople } from "./people";

let installation: Installation;
let browser: Browser;

beforeAll(async () => {
  const find = () => execFileSync(process.execPath, ["scripts/find-browser.mjs"], { encoding: "utf8" }).trim();
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"];
  browser = await chromium.launch({ executablePath: find(), args });
  installation = await startInstallation({ env: { RATE_LIMIT_SCALE: "1000" } });
});

afterAll(async () => {
  await browser?.close();
  await installation?.stop();
});

it("signs in and out through pages, whichever instance answers", async () => {
  const rounds = sized(10);
  const people = await createPeople(installation, rounds);
  const problems: string[] = [];
  for (const { email, password } of people) {
    const context = await browser.newContext({ baseURL: installation.proxy.origin, locale: "en-US" });
    context.setDefaultTimeout(30_000);
    context.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    context.on("weberror", (error) => problems.push(String(error.error())));
    context.on(
      "response",
      (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`),
    );
    const page = await context.newPage();
    await page.goto("/login");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expectPage(page).toHaveURL(/\/account$/, { timeout: 30_000 });
    await page.goto("/account/profile");
    await page.getByRole("button", { name: "Edit: Phone" }).click();
    await page.getByLabel("Phone").fill("+1-555-0100");
    await page.getByLabel("Phone").press("Enter");
    await expectPage(page.getByText("+1-555-0100")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Account menu" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expectPage(page.getByText("You're signed out.")).toBeVisible({ timeout: 30_000 });
    await context.close();
  }
  expect(problems).toEqual([]);
  const acts = installation.instances.map(
    (instance) =>
      logged(instance, "info").filter((line) => /"method":"POST","path":"\/(?:login|account)/.test(line)).length,
  );
  // Both instances must have received forms.
  expect(Math.min(...acts)).toBeGreaterThan(0);
  for (const instance of installation.instances) expect(logged(instance, "error", "fatal")).toEqual([]);
  const result = `${acts.join(" and ")} forms answered by each, no refused request, no error in the console`;
  record(inject("runDirectory"), { promised: "pages", times: `${rounds} people in Chromium`, result });
});
