import { createAccount, createMfaAccount, newPerson, signIn } from "../accounts";
import { expect, test } from "../fixtures";
import { totpCode } from "../totp";
import { shoot } from "./shoot";

test("a new account", async ({ page, visitor, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await signIn(await visitor(), person);
  await page.goto("/account");
  await shoot(page, "account");
  await page.getByRole("button", { name: "Account menu" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await shoot(page, "account-menu", { isMenu: true });
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "command-palette");
  await page.keyboard.press("Escape");

  await page.goto("/account/profile");
  await shoot(page, "profile");
  await page.getByRole("button", { name: "Edit: Phone" }).click();
  await page.getByLabel("Phone").fill("call me");
  await page.getByLabel("Phone").press("Enter");
  await expect(page.getByText("Enter a phone number")).toBeVisible();
  await shoot(page, "profile-editing");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change email" }).click();
  await shoot(page, "profile-changing-email");
  await page.getByLabel("New email").fill(newPerson().email);
  await page.getByLabel("Current password").fill(person.password);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText("Nothing changes until you")).toBeVisible();
  await shoot(page, "profile-email-pending");

  await page.goto("/account/security");
  await shoot(page, "security");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Current password").fill("not my password");
  await page.getByLabel("New password").fill("eleven calm lighthouses");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /Incorrect/ })).toBeVisible();
  await shoot(page, "security-changing-password");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Sign out everywhere else/ }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await shoot(page, "security-ending-sessions");
});

test("the MFA setup", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn on 2FA" }).click();
  await expect(page.getByRole("img", { name: "QR code of the setup key" })).toBeVisible();
  await shoot(page, "mfa-setup");
  const secret = (await page.getByText(/^[A-Z2-7]{32}$/).textContent()) ?? "";
  await page.getByLabel("Authentication code").fill("000000");
  await page.getByRole("button", { name: "Verify code" }).click();
  await expect(page.getByText(/Incorrect code/).first()).toBeVisible();
  await shoot(page, "mfa-setup-wrong-code");
  await page.getByLabel("Authentication code").fill(await totpCode(secret));
  await page.getByRole("button", { name: "Verify code" }).click();
  await expect(page.getByRole("heading", { name: "3. Save your recovery codes" })).toBeVisible();
  await shoot(page, "mfa-setup-codes");
  await page.getByLabel("I've saved my recovery codes").check();
  await page.getByRole("button", { name: "Finish" }).click();
  await expect(page.getByText("10 left")).toBeVisible();
  await shoot(page, "security-mfa");
});

test("an account with MFA", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await signIn(page, person, await totpCode(person.secret, 1));
  await page.goto("/account");
  await shoot(page, "account-mfa");
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn off 2FA" }).click();
  await shoot(page, "security-mfa-turning-off");
});
