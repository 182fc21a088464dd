import type { APIRequestContext } from "@playwright/test";
import { createAccount, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

async function statusWith(api: APIRequestContext, key: string): Promise<number> {
  const answer = await api.get("/compat/quazzar/projects", { headers: { Authorization: `Bearer ${key}` } });
  return answer.status();
}

test("creates, uses, rotates and revokes an API key", async ({ page, playwright, baseURL, mail }) => {
  const api = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  const person = await createAccount(mail);
  await signIn(page, person);
  await page.goto("/account/api-keys");
  await page.getByRole("main").getByRole("link", { name: "View projects" }).click();
  await page.getByLabel("Name").fill("Checkout");
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Checkout" })).toBeVisible();

  await page.goto("/account/api-keys");
  await page.getByLabel("Name").fill("ci-deploy");
  await page.getByRole("button", { name: "Create key" }).click();
  await expect(page.getByRole("group", { name: "Projects" }).getByText("Choose at least one project.")).toBeVisible();
  await page.getByLabel("Checkout").check();
  await page.getByRole("button", { name: "Create key" }).click();
  const shown = page.getByRole("status").filter({ hasText: "Copy the key ci-deploy now" });
  const first = (await shown.getByText(/^fy_/).textContent()) ?? "";
  await expectAccessible(page, "a new key");
  await expect(shown.getByRole("button", { name: "Done" })).toBeDisabled();
  await shown.getByLabel("I've copied the key").check();
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(first)).toBeHidden();
  await mail.arrived(person.email, /^An API key was created/);
  expect(await statusWith(api, first)).toBe(200);

  await page.getByRole("button", { name: "Rotate: ci-deploy" }).click();
  await expectAccessible(page, "the question before a rotation");
  await page.getByLabel("Expire the old key").selectOption("In 7 days");
  await page.getByRole("button", { name: "Rotate key ci-deploy" }).click();
  const second = (await shown.getByText(/^fy_/).textContent()) ?? "";
  expect(second).not.toBe(first);
  await shown.getByLabel("I've copied the key").check();
  await shown.getByRole("button", { name: "Done" }).click();
  expect([await statusWith(api, first), await statusWith(api, second)]).toEqual([200, 200]);

  await page.reload();
  await page.getByRole("button", { name: `Revoke: ci-deploy, …${second.slice(-4)}` }).click();
  await page.getByRole("button", { name: "Revoke key ci-deploy" }).click();
  await expect(page.getByText("Key revoked")).toBeVisible();
  expect([await statusWith(api, first), await statusWith(api, second)]).toEqual([200, 401]);
  await page.getByRole("button", { name: "Revoke all keys" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke all keys" }).click();
  await expect(page.getByText("All keys revoked")).toBeVisible();
  expect(await statusWith(api, first)).toBe(401);
  await api.dispose();
});

test("shows the reference of every API and sends a test request", async ({ page }) => {
  await page.goto("/docs");
  for (const name of ["Foyer API for users", "Balance", "Panguard", "Pandora", "Quazzar"]) {
    await expect(page.getByRole("main").getByRole("link", { name: new RegExp(name) })).toBeVisible();
  }
  await expectAccessible(page, "/docs");
  await page
    .getByRole("main")
    .getByRole("link", { name: /Quazzar/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /Quazzar/ })).toBeVisible();
  await expectAccessible(page, "/docs/quazzar");
  await page.setViewportSize({ width: 360, height: 740 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
  await page.goto("/docs/pandora");
  const status = page.getByRole("region").filter({ hasText: "/compat/pandora" }).first();
  await status.getByRole("button", { name: "Try it" }).click();
  await status.getByRole("button", { name: "Send GET" }).click();
  await expect(status.getByText(/"name": "Pandora"/).last()).toBeVisible();
});
