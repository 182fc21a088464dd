import type { Page } from "@playwright/test";
import { admin, newPerson, signIn, submitSignIn } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You're signed out.")).toBeVisible();
}

async function followMail(page: Page, to: string, subject: RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(`/dev/mailbox?to=${encodeURIComponent(to)}`);
    await page.getByRole("link", { name: subject }).first().click({ timeout: 1_000 });
    // Includes the undo period of decisions.
  }).toPass({ timeout: 60_000 });
  await page.getByRole("link", { name: /token=/ }).click();
}

test("from an access request to a signed-in account with a second factor, and out again", async ({ page, visitor }) => {
  test.setTimeout(180_000);
  const person = newPerson("Grace Hopper");
  const reviewer = await visitor();

  await test.step("requests access", async () => {
    await page.goto("/");
    await page.getByRole("link", { name: "Request access" }).first().click();
    await expect(page.getByRole("heading", { name: "Request access" })).toBeVisible();
    await page.getByLabel("Name").fill(person.name);
    await page.getByLabel("Work email").fill(person.email);
    await page.getByLabel("Organization").fill("Compilers & Sons");
    await page.getByLabel("Which describes you best?").selectOption({ label: "We do research" });
    await page.getByLabel(/^What will you use/).fill("We translate programs.\nMany of them.");
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByRole("heading", { name: "Request received" })).toBeVisible();
  });

  await test.step("an admin approves the request", async () => {
    await signIn(reviewer, admin);
    await reviewer.goto("/admin/requests");
    await reviewer.getByRole("searchbox", { name: "Search requests" }).fill(person.email);
    await reviewer.keyboard.press("Enter");
    await reviewer.getByRole("button", { name: new RegExp(person.email) }).click();
    await expect(reviewer.getByRole("heading", { name: person.name })).toBeVisible();
    await expect(reviewer.getByText("We translate programs.").last()).toBeVisible();
    await reviewer.getByLabel("Note to the applicant (optional)").fill("Good to have you.");
    await reviewer.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(reviewer.getByText(`Approved ${person.name}`)).toBeVisible();
  });

  await test.step("signs up with the invitation", async () => {
    await followMail(page, person.email, /is approved/);
    await expect(page.getByLabel("Email")).toHaveValue(person.email);
    await expect(page.getByLabel("Organization")).toHaveValue("Compilers & Sons");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByText("Use at least 8 characters.")).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  });

  await test.step("verifies the email address, which doesn't sign in", async () => {
    await followMail(page, person.email, /^Verify your email/);
    await page.getByRole("button", { name: "Verify email" }).click();
    await expect(page.getByRole("heading", { name: "Email verified" })).toBeVisible();
    await page.goto("/account");
    await expect(page).toHaveURL(/\/login/);
  });

  await test.step("signs in and sees the remaining steps", async () => {
    await page.goto("/login");
    await submitSignIn(page, person);
    await expect(page).toHaveURL(/\/account$/);
    await expect(page.getByRole("heading", { name: "Account security" })).toBeVisible();
    await expect(page.getByText("Your account is protected only by a password.")).toBeVisible();
  });

  await test.step("edits profile and preferences", async () => {
    await page.goto("/account/profile");
    await page.getByRole("button", { name: "Edit: Phone" }).click();
    await page.getByLabel("Phone").fill("+1-555-0100");
    await page.getByLabel("Phone").press("Enter");
    await expect(page.getByText("+1-555-0100")).toBeVisible();
    const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
    await page.getByLabel("Environment").first().selectOption("production");
    await saved;
    await page.reload();
    await expect(page.getByText("+1-555-0100")).toBeVisible();
    await expect(page.getByLabel("Environment").first()).toHaveValue("production");
  });

  let secret = "";
  let recoveryCodes: string[] = [];
  await test.step("turns MFA on with the typed secret and saves the recovery codes", async () => {
    await page.goto("/account/security");
    await page.getByRole("button", { name: "Turn on 2FA" }).click();
    await expect(page.getByRole("img", { name: "QR code of the setup key" })).toBeVisible();
    secret = await page.getByText(/^[A-Z2-7]{32}$/).innerText();
    await page.getByLabel("Authentication code").fill(await totpCode(secret));
    await page.getByRole("button", { name: "Verify code" }).click();
    await expect(page.getByRole("heading", { name: "3. Save your recovery codes" })).toBeVisible();
    recoveryCodes = await page.getByText(/^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$/).allInnerTexts();
    expect(recoveryCodes).toHaveLength(10);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toBe("recovery-codes.txt");
    await expect(page.getByRole("button", { name: "Finish" })).toBeDisabled();
    await page.getByLabel("I've saved my recovery codes").check();
    await page.getByRole("button", { name: "Finish" }).click();
    await expect(page.getByText("10 left")).toBeVisible();
  });

  await test.step("signs in again with a code", async () => {
    await logOut(page);
    await page.goto("/login");
    await submitSignIn(page, person);
    await page.getByLabel("Authentication code").fill(await totpCode(secret, 1));
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page).toHaveURL(/\/account$/);
  });

  await test.step("signs in again with a recovery code", async () => {
    await logOut(page);
    await page.goto("/login");
    await submitSignIn(page, person);
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(recoveryCodes[0] ?? "");
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page).toHaveURL(/\/account$/);
    await page.goto("/account/security");
    await expect(page.getByText("9 left")).toBeVisible();
  });

  await test.step("turns MFA off with password and code", async () => {
    await page.getByRole("button", { name: "Turn off 2FA" }).click();
    await page.getByLabel("Current password").fill("not my password");
    await page.getByLabel("Code or recovery code").fill(recoveryCodes[1] ?? "");
    await page.getByRole("button", { name: "Turn off 2FA" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /Incorrect/ })).toBeVisible();
    await page.getByLabel("Current password").fill(person.password);
    await page.getByRole("button", { name: "Turn off 2FA" }).click();
    await expect(page.getByRole("button", { name: "Turn on 2FA" })).toBeVisible();
  });

  await test.step("the admin sees the account of the request", async () => {
    await reviewer.goto(`/admin/requests?tab=joined&q=${encodeURIComponent(person.email)}`);
    await expect(reviewer.getByRole("button", { name: new RegExp(person.email) })).toBeVisible();
  });
});
