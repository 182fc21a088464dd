import type { Page } from "@playwright/test";
import { type Account, admin, createAccount, newPerson, signIn, submitSignIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

async function openUser(page: Page, person: Account): Promise<void> {
  await page.goto("/admin/users");
  await page.getByLabel("Search users").fill(person.email);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL(/q=/);
  await page.getByRole("link", { name: person.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: person.name })).toBeVisible();
}

async function expectFitsPhone(page: Page, what: string): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, what).toBeLessThanOrEqual(0);
  await expectAccessible(page, `${what}, 360 px`);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("an admin deactivates a user, who is signed out with a message, and reactivates them", async ({
  page,
  visitor,
  mail,
}) => {
  const person = await createAccount(mail, newPerson(`Una ${Date.now().toString(36)}`));
  const theirs = await visitor();
  await signIn(theirs, person);
  await theirs.goto("/account");
  await signIn(page, admin);

  await test.step("finds and deactivates", async () => {
    await openUser(page, person);
    await expectAccessible(page, "the page of a user");
    await expectFitsPhone(page, "the page of a user");
    await page.getByRole("button", { name: "Deactivate…" }).click();
    await page.getByLabel("Reason").fill("Left the company");
    await page.getByRole("button", { name: `Deactivate ${person.name}` }).click();
    await expect(page.getByText("“Left the company”")).toBeVisible();
    await expect(page.getByText("No active sessions.")).toBeVisible();
  });

  await test.step("the other browser is signed out, and signing in says why", async () => {
    await theirs.reload();
    await expect(theirs).toHaveURL(/\/login/);
    await submitSignIn(theirs, person);
    await expect(theirs.getByText("This account is deactivated. Contact an admin.")).toBeVisible();
    await mail.arrived(person.email, /was deactivated$/);
  });

  await test.step("reactivates", async () => {
    await page.getByRole("button", { name: "Reactivate" }).click();
    await expect(page.getByRole("button", { name: "Deactivate…" })).toBeVisible();
    await submitSignIn(theirs, person);
    await expect(theirs).toHaveURL(/\/account$/);
  });
});

test("a new reviewer sees the queue and not the users", async ({ page, visitor, mail }) => {
  const person = await createAccount(mail, newPerson(`Rey ${Date.now().toString(36)}`));
  const theirs = await visitor();
  await signIn(theirs, person);
  await signIn(page, admin);
  await openUser(page, person);
  await page.getByRole("button", { name: "Change role" }).click();
  const dialog = page.getByRole("dialog", { name: `Change the console role of ${person.name}` });
  await expectAccessible(page, "the dialog of rights");
  await dialog.getByLabel("Role").selectOption({ label: "Reviewer" });
  await dialog.getByRole("button", { name: "Save role" }).click();
  await expect(page.getByText("Reviews access requests. Can't see users or settings.")).toBeVisible();
  await theirs.goto("/admin/requests");
  await expect(theirs.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Users", exact: true })).toHaveCount(0);
  expect((await theirs.request.get("/dashboard/admin/users")).status()).toBe(403);
});

test("an admin changes a plan, and its owner sees limits and usage", async ({ page, visitor, mail }) => {
  const person = await createAccount(mail, newPerson(`Olive ${Date.now().toString(36)}`));
  const theirs = await visitor();
  await signIn(theirs, person);
  await theirs.goto("/account/team");
  await expect(theirs.getByRole("heading", { name: "Free plan" })).toBeVisible();
  await expect(theirs.getByText("1 of 25")).toBeVisible();

  await signIn(page, admin);
  await page.goto(`/admin/tenants?q=${encodeURIComponent(`${person.name} & Co`)}`);
  await page.getByRole("link", { name: `${person.name} & Co` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${person.name} & Co` })).toBeVisible();
  await expectAccessible(page, "the page of a tenant");
  await expectFitsPhone(page, "the page of a tenant");
  await page.getByRole("button", { name: "Change plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Plan").selectOption("PRO");
  await expect(dialog.getByText("The Pro plan allows 100 members")).toBeVisible();
  await dialog.getByRole("button", { name: "Save plan" }).click();
  await expect(page.getByText("The Pro plan allows 100 members")).toBeVisible();

  await theirs.reload();
  await expect(theirs.getByRole("heading", { name: "Pro plan" })).toBeVisible();
  await expect(theirs.getByText("1 of 100")).toBeVisible();
  await mail.arrived(person.email, /^The plan of your .* organization has changed/);
});

test.describe("a user that doesn't exist", () => {
  test.use({ expectedConsoleErrors: [/404/] });

  test("is reported once, below the navigation", async ({ page }) => {
    await signIn(page, admin);
    await page.goto("/admin/users/00000000-0000-4000-8000-000000000000");
    await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    await expectAccessible(page, "a user that doesn't exist");
  });
});
