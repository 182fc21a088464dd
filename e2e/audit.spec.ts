import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { admin, createAccount, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { dataDirOfServer } from "./data-dir";
import { expect, test } from "./fixtures";

const run = promisify(execFile);

async function filter(page: Page, fields: Record<string, string>): Promise<void> {
  const filters = page.getByRole("group").filter({ has: page.getByText("Filters", { exact: true }) });
  if (!(await page.getByLabel("Person").isVisible())) await filters.getByText("Filters", { exact: true }).click();
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
    else await field.fill(value);
  }
  await page.getByRole("button", { name: "Apply filters" }).click();
}

test("an admin filters the audit log by user, opens an event and exports the same rows", async ({
  page,
  mail,
  visitor,
}) => {
  const person = await createAccount(mail);
  await signIn(await visitor(), person);
  await signIn(page, admin);
  await page.goto("/admin/audit");
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await filter(page, { Person: person.email });
  await expect(page).toHaveURL(new RegExp(`person=${encodeURIComponent(person.email).replaceAll(".", "\\.")}`));
  const events = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await expect(events.filter({ hasText: "Signed in" })).toHaveCount(1);
  await expect(events.filter({ hasText: "Account created" })).toHaveCount(1);
  const shown = await events.count();

  await events.filter({ hasText: "Signed in" }).getByText("Signed in").click();
  const facts = events.filter({ hasText: "Signed in" });
  await expect(facts.getByText("Request ID")).toBeVisible();
  await expect(facts.getByText("Foyer API")).toBeVisible();
  await expect(facts.getByText("login.succeeded")).toBeVisible();
  await expectAccessible(page, "an open event");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(shown + 1);
  expect(lines.slice(1).every((line) => line.includes(person.email))).toBe(true);

  await filter(page, { Action: "All: Sign-in" });
  await expect(events).toHaveCount(1);
  await page.reload();
  await expect(page.getByLabel("Person")).toHaveValue(person.email);
  await expect(events).toHaveCount(1);
  await filter(page, { To: "2020-01-01T00:00:00" });
  await expect(page.getByText("No events match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
});

test("opens an account's events from one event on a phone", async ({ page, mail, visitor }) => {
  const person = await createAccount(mail);
  await signIn(await visitor(), person);
  await signIn(page, admin);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/admin/audit?person=${encodeURIComponent(person.email)}&action=login.succeeded`);
  const event = page.getByRole("list", { name: "Events" }).getByRole("listitem");
  await event.getByText("Signed in").click();
  await event.getByRole("link", { name: "More about this account" }).click();
  await expect(page).toHaveURL(/target=/);
  await expect(page.getByRole("list", { name: "Events" }).getByText("Email verified")).toBeVisible();
});

test.describe("someone who isn't an admin", () => {
  test.use({ expectedConsoleErrors: [/403/] });

  test("sees neither the audit log nor the overview", async ({ page, mail }) => {
    await signIn(page, await createAccount(mail));
    for (const path of ["/admin/audit", "/admin"]) {
      expect((await page.goto(path))?.status(), path).toBe(403);
      await expectAccessible(page, `${path} without access`);
    }
    expect((await page.request.get("/dashboard/admin/audit/export")).status()).toBe(403);
  });
});

test("the command finds the log of this server whole", async () => {
  const { stdout } = await run(process.execPath, ["cli/foyer.mjs", "verify-audit"], {
    env: { ...process.env, DATA_DIR: dataDirOfServer(), NODE_ENV: "production" },
  });
  expect(stdout).toMatch(/^The audit log is intact/);
});

test("the overview links its numbers to their lists and shows its charts as tables too", async ({ page, mail }) => {
  await createAccount(mail);
  await signIn(page, admin);
  await page.goto("/admin");
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  const requests = page.getByRole("region", { name: "Requests per day" });
  await expect(requests.locator("svg.recharts-surface").first()).toBeVisible();
  await requests.getByText("Show as table").click();
  await expect(requests.getByRole("row")).toHaveCount(31);
  await expect(page.getByRole("region", { name: "From approval to first API key" })).toContainText("Signed up");
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/days=7$/);
  await expect(page.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");
  await expect(page.getByText("Last 7 days.")).toBeVisible();
  await page.getByRole("link", { name: "View failed sign-ins" }).click();
  await expect(page).toHaveURL(/\/admin\/audit\?action=login\.failed&from=/);
  await expect(page.getByLabel("Action", { exact: true })).toHaveValue("login.failed");
  await page.goto("/admin");
  await page.getByRole("link", { name: "New requests" }).click();
  await expect(page).toHaveURL(/\/admin\/requests/);
});

test("the overview redirects a reviewer to the queue", async ({ page, mail, visitor }) => {
  const person = await createAccount(mail);
  const { request } = page;
  await signIn(page, admin);
  const found = await request.get(`/dashboard/admin/users?q=${encodeURIComponent(person.email)}`);
  const { data } = (await found.json()) as { data: { items: { id: string }[] } };
  const made = await request.post(`/dashboard/admin/users/${data.items[0]?.id}/role`, {
    data: { role: "reviewer" },
    headers: { "X-Pacspace-CSRF": "1" },
  });
  expect(made.status(), await made.text()).toBe(200);
  const desk = await visitor();
  await signIn(desk, person);
  await desk.goto("/admin");
  await expect(desk).toHaveURL(/\/admin\/requests/);
  expect((await desk.request.get("/dashboard/admin/stats")).status()).toBe(403);
});
