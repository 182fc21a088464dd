import type { Page } from "@playwright/test";
import { type Account, createAccount, createMfaAccount, invite, newPerson, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { oidcName } from "./oidc";
import { totpCode } from "./totp";

const continueWith = `Continue with ${oidcName}`;

async function identify(page: Page, person: Pick<Account, "email" | "name">, isVerified = true): Promise<void> {
  await expect(page.getByRole("heading", { name: oidcName, exact: true })).toBeVisible();
  await page.getByLabel("Address", { exact: true }).fill(person.email);
  await page.getByLabel("Full name").fill(person.name);
  await page.getByLabel("The address is verified").setChecked(isVerified);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

async function signInAtIssuer(page: Page, person: Pick<Account, "email" | "name">, isVerified = true): Promise<void> {
  await page.goto("/login");
  await page.getByRole("button", { name: continueWith }).click();
  await identify(page, person, isVerified);
}

async function signOut(page: Page): Promise<void> {
  const answer = await page.request.post("/dashboard/auth/logout", { headers: { "X-Pacspace-CSRF": "1" } });
  expect(answer.ok()).toBe(true);
}

test("an approved applicant signs up and signs in with an identity", async ({ page, mail }) => {
  const person = newPerson();
  await invite(person, mail);
  await signInAtIssuer(page, person);
  await expect(page.getByRole("heading", { name: "Create your account" })).toBeVisible();
  await expect(page).toHaveURL(/\/signup\/sso$/);
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await expect(page.getByLabel("Email")).not.toBeEditable();
  await expectAccessible(page, "/signup/sso");
  await page.getByLabel("Name").fill("Jane of the Sea");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByText("Jane of the Sea").first()).toBeVisible();

  await signOut(page);
  await page.goto("/account/profile");
  await expect(page).toHaveURL(/\/login\?next=/);
  // The issuer's session skips its sign-in page.
  await page.getByRole("button", { name: continueWith }).click();
  await expect(page).toHaveURL(/\/account\/profile$/);
});

test("an account without a password keeps its last sign-in method and can set a password", async ({ page, mail }) => {
  const person = newPerson();
  await invite(person, mail);
  await signInAtIssuer(page, person);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await page.goto("/account/security");
  await page.getByRole("button", { name: `Disconnect ${oidcName}` }).click();
  await expect(page.getByText("This is your only way to sign in. Set a password first.")).toBeVisible();
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText(`We've emailed a link to ${person.email}.`)).toBeVisible();
  await page.goto(await mail.link(person.email, /^Reset your .* password/));
  await page.getByLabel("New password").fill("twelve calm lighthouses");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password updated.")).toBeVisible();
  await signIn(page, { ...person, password: "twelve calm lighthouses" });
});

test("an identity with an account's email address requires the password once", async ({ page, visitor, mail }) => {
  const person = await createAccount(mail);
  await signInAtIssuer(page, person);
  await expect(page.getByRole("heading", { name: `Connect ${oidcName}` })).toBeVisible();
  await expect(page).toHaveURL(/\/login\/link$/);
  await expectAccessible(page, "/login/link");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/ })).toBeVisible();
  expect((await page.request.get("/dashboard/auth/profile")).status()).toBe(401);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await mail.arrived(person.email, new RegExp(oidcName));

  const phone = await visitor();
  await signInAtIssuer(phone, person);
  await expect(phone).toHaveURL(/\/account$/);
});

test("an account with MFA is asked for a code when an identity is linked and at each sign-in", async ({
  page,
  visitor,
  mail,
}) => {
  const person = await createMfaAccount(mail);
  await signInAtIssuer(page, person);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await page.getByLabel("Code or recovery code").fill(person.recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Connect and sign in" }).click();
  await expect(page).toHaveURL(/\/account$/);

  const phone = await visitor();
  await signInAtIssuer(phone, person);
  await expect(phone.getByRole("heading", { name: "Two-factor authentication" })).toBeVisible();
  await expect(phone).toHaveURL(/\/login\/mfa$/);
  expect((await phone.request.get("/dashboard/auth/profile")).status()).toBe(401);
  await phone.getByLabel("Authentication code").fill(await totpCode(person.secret, 1));
  await phone.getByRole("button", { name: "Verify" }).click();
  await expect(phone).toHaveURL(/\/account$/);
});

test("connects and disconnects an identity, which can't sign in any longer", async ({ page, visitor, mail }) => {
  const person = await createAccount(mail);
  const elsewhere = { ...newPerson("Jane Elsewhere") };
  await signIn(page, person);
  await page.goto("/account/security");
  await page.getByRole("button", { name: `Connect ${oidcName}` }).click();
  await identify(page, elsewhere, false);
  await expect(page.getByText("Connected. You can now sign in with it.")).toBeVisible();
  await expect(page.getByText(elsewhere.email)).toBeVisible();
  await expectAccessible(page, "connected accounts");

  const phone = await visitor();
  await signInAtIssuer(phone, elsewhere, false);
  await expect(phone).toHaveURL(/\/account$/);

  const other = await createAccount(mail);
  const thief = await visitor();
  await signIn(thief, other);
  await thief.goto("/account/security");
  await thief.getByRole("button", { name: `Connect ${oidcName}` }).click();
  await identify(thief, elsewhere, false);
  await expect(thief.getByText("linked to another account here. Nothing changed.")).toBeVisible();

  await page.getByRole("button", { name: `Disconnect ${oidcName}` }).click();
  await expect(page.getByText(`${oidcName} disconnected`)).toBeVisible();
  await signOut(phone);
  await phone.goto("/login");
  await phone.getByRole("button", { name: continueWith }).click();
  await expect(phone.getByText("Your provider doesn't say that your email is verified.")).toBeVisible();
  await expect(phone.getByRole("link", { name: "Request access" })).toBeVisible();
});

test.describe("an unsolicited SSO callback", () => {
  test("leads to the sign-in page with a message", async ({ page }) => {
    await page.goto("/api/auth/callback/oidc?code=made-up&state=made-up");
    await expect(page.getByText("We couldn't sign you in with that account.")).toBeVisible();
    expect((await page.request.get("/api/auth/callback/google?code=x")).status()).toBe(404);
    expect((await page.request.get("/api/auth/signin/oidc")).status()).toBe(404);
    expect((await page.request.post("/api/auth/signin/oidc", { form: {} })).status()).toBe(403);
  });
});
