import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { type Account, admin, createAccount, createMfaAccount, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

async function enterPassword(page: Page, { email }: Account, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test.describe("a sign-in by someone else", () => {
  test.use({ expectedConsoleErrors: [/401/] });

  test("is reported by email and ended with one click", async ({ page, visitor, mail }) => {
    const person = await createAccount(mail);
    await signIn(page, person);
    const thief = await visitor();
    await enterPassword(thief, person, person.password);
    await expect(thief).toHaveURL(/\/account$/);

    const owner = await visitor();
    await owner.goto(await mail.link(person.email, /^New sign-in to your /));
    await expect(owner.getByRole("heading", { name: "Secure your account?" })).toBeVisible();
    await expectAccessible(owner, "/not-me");
    expect((await thief.request.get("/dashboard/auth/profile")).ok()).toBe(true);
    await owner.getByRole("button", { name: "Secure account" }).click();
    await expect(owner).toHaveURL(/\/reset-password/);
    await owner.getByLabel("New password").fill("mine again and nobody else's");
    await owner.getByRole("button", { name: "Change password" }).click();
    await expect(owner.getByText(/Password updated/)).toBeVisible();

    await thief.getByRole("link", { name: "Security" }).click();
    await expect(thief).toHaveURL(/\/login/);
    await expect(thief.getByText("Your session has ended. Sign in to pick up where you left off.")).toBeVisible();
    await enterPassword(thief, person, person.password);
    await expect(thief.getByText(/Incorrect email or password/)).toBeVisible();
  });
});

test("an owner whose sign-in is throttled signs in from the browser that opens the emailed link", async ({
  page,
  visitor,
  mail,
}) => {
  const person = await createAccount(mail);
  for (let guess = 0; guess < 5; guess += 1) {
    await page.request.post("/dashboard/auth/login", { data: { email: person.email, password: `guess ${guess}` } });
  }
  const owner = await visitor();
  await enterPassword(owner, person, person.password);
  await expect(owner.getByText(/Incorrect email or password/)).toBeVisible();
  await owner.goto(await mail.link(person.email, /^Failed sign-in attempts/));
  await owner.getByRole("button", { name: "Allow this browser" }).click();
  await expect(owner.getByRole("heading", { name: "Browser allowed" })).toBeVisible();
  await enterPassword(owner, person, person.password);
  await expect(owner).toHaveURL(/\/account$/);
});

test("an admin's MFA reset waits, and its owner cancels it with one click", async ({ page, visitor, mail }) => {
  const person = await createMfaAccount(mail);
  await signIn(page, admin);
  await page.goto(`/admin/users?q=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: person.name }).click();
  await page.getByRole("button", { name: "Reset 2FA…" }).click();
  await page.getByRole("button", { name: "Schedule reset" }).click();
  await expect(page.getByText("This field is required.")).toBeVisible();
  await page.getByLabel("Reason").fill("Lost the phone; called back on the number on file.");
  await expectAccessible(page, "resetting a second factor");
  await page.getByRole("button", { name: "Schedule reset" }).click();
  await expect(page.getByText("Two-factor authentication turns off")).toBeVisible();
  await expectAccessible(page, "a reset that waits");

  const owner = await visitor();
  await signIn(owner, person, await totpCode(person.secret, 1));
  await owner.goto("/account/security");
  await expect(owner.getByText("Your 2FA will be reset")).toBeVisible();
  await owner.goto(await mail.link(person.email, /authentication .* will be reset/));
  await owner.getByRole("button", { name: "Cancel reset" }).click();
  await expect(owner.getByRole("heading", { name: "Reset canceled" })).toBeVisible();
  await owner.goto("/account/security");
  await expect(owner.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  await expect(owner.getByText("Your 2FA will be reset")).toBeHidden();
  await page.reload();
  await expect(page.getByRole("button", { name: "Reset 2FA…" })).toBeVisible();
});

test("exports an account, schedules its deletion and cancels it from the banner", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await page.goto("/account/data");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download data" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("account.json");
  const exported = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(exported.data.account.email).toBe(person.email);

  await page.getByRole("button", { name: "Delete account…" }).click();
  await expect(page.getByText(`You're the only member of ${person.name} & Co`)).toBeVisible();
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("Type “delete” to confirm.", { exact: true })).toBeVisible();
  await page.getByLabel("Type “delete” to confirm").fill("delete");
  await page.getByLabel("Current password").fill("not the password");
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText(/Incorrect email or password/)).toBeVisible();
  await page.getByLabel("Current password").fill(person.password);
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByRole("button", { name: "Keep account" })).toBeVisible();
  await expectAccessible(page, "an account that will be deleted");
  await mail.arrived(person.email, /will be deleted/);

  await page.goto("/account");
  await page.getByRole("link", { name: "Keep account" }).click();
  await page.getByRole("button", { name: "Keep account" }).click();
  await expect(page.getByRole("button", { name: "Delete account…" })).toBeVisible();
  await page.goto("/account/activity?kind=account");
  await expect(page.getByText("Account deletion canceled")).toBeVisible();
  await expect(page.getByText("Data exported")).toBeVisible();
});

test("signing out everywhere ends this session too", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Sign out everywhere, including here?" });
  await expectAccessible(page, "the question before signing out everywhere");
  await question.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  await expect(page.getByText("You're signed out.")).toBeVisible();
  expect((await page.request.get("/dashboard/auth/profile")).status()).toBe(401);
});
