import { admin } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test("the first visitor of a new instance, and only the first, creates its admin", async ({ page, visitor }) => {
  await page.goto("/setup");
  await expectAccessible(page, "/setup");
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Organization").fill("Harbour Works");
  await page.getByLabel("Password", { exact: true }).fill(admin.password);

  const second = await visitor();
  await second.goto("/setup");
  await second.getByLabel("Name").fill("Mallory");
  await second.getByLabel("Email").fill("mallory@evil.example");
  await second.getByLabel("Password", { exact: true }).fill("an unlikely long secret");

  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByText("Your account is ready. Sign in to continue.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/(account|admin)/);

  await second.getByRole("button", { name: "Create admin" }).click();
  await expect(second.getByText("Setup is already complete. Sign in.")).toBeVisible();
  await second.goto("/setup");
  await expect(second.getByRole("heading", { name: /is already set up$/ })).toBeVisible();
});
