import type { Page } from "@playwright/test";
import { type Account, createAccount, createMfaAccount, signIn } from "./accounts";
import { addAuthenticator } from "./authenticator";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByLabel("Passkey name").fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("button", { name: `Rename: ${name}` })).toBeVisible();
}

async function giveUpSession(page: Page): Promise<void> {
  await page.context().clearCookies();
}

test("adds, uses, renames and removes a passkey", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await addAuthenticator(page);
  await addPasskey(page, "Work laptop");
  await expect(page.getByRole("button", { name: "Add passkey" })).toBeFocused();
  await mail.arrived(person.email, /^A passkey was added/);
  await expectAccessible(page, "the security page with a passkey");

  await giveUpSession(page);
  await page.goto("/login?next=/account/security");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.getByText("last used")).toBeVisible();

  await page.getByRole("button", { name: "Rename: Work laptop" }).click();
  await page.getByLabel("Passkey name").fill("Desk");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename: Desk" })).toBeFocused();
  await page.getByRole("button", { name: "Remove: Desk" }).click();
  const question = page.getByRole("dialog", { name: "Remove “Desk”?" });
  await expectAccessible(page, "the question before removing");
  await question.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("No passkeys yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add passkey" })).toBeFocused();
  await mail.arrived(person.email, /^A passkey was removed/);
});

test("offers passkey autofill in the email field", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await addAuthenticator(page, { suggests: true });
  await addPasskey(page, "Phone");
  await giveUpSession(page);
  await page.goto("/login");
  await expect(page).toHaveURL(/\/account$/);
});

test("accepts a passkey instead of a code", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await signIn(page, person, await totpCode(person.secret, 1));
  await addAuthenticator(page);
  await addPasskey(page, "Security key");
  await giveUpSession(page);
  await toSecondStep(page, person);
  await expectAccessible(page, "the second step with a passkey");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(/\/account$/);
});

async function toSecondStep(page: Page, { email, password }: Account): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Two-factor authentication" })).toBeVisible();
}

test("offers no passkey to an account without one", async ({ page, mail }) => {
  await toSecondStep(page, await createMfaAccount(mail));
  await expect(page.getByRole("button", { name: "Use a recovery code" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Use a passkey" })).toBeHidden();
});

test("a canceled passkey prompt changes nothing and shows a notice", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail));
  const authenticator = await addAuthenticator(page);
  await authenticator.setVerifying(false);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Passkey request canceled." })).toBeVisible();
  await authenticator.setVerifying(true);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("button", { name: /^Rename: Chrome on/ })).toBeVisible();
});

test("rejects an unknown passkey with a message", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await addAuthenticator(page);
  await addPasskey(page, "Lost");
  await page.getByRole("button", { name: "Remove: Lost" }).click();
  await page.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("No passkeys yet.")).toBeVisible();
  await giveUpSession(page);
  await page.goto("/login");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page.getByText("We couldn't verify your passkey. Try again, or use another method.")).toBeVisible();
  await expect(page).toHaveURL(/\/login$/);
});
