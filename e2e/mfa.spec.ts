import type { Page } from "@playwright/test";
import { type Account, createMfaAccount } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

async function toSecondStep(page: Page, { email, password }: Account): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Two-factor authentication" })).toBeVisible();
  await expect(page.getByText(`to sign in as ${email}.`)).toBeVisible();
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel("Authentication code").fill(code);
  await page.getByRole("button", { name: "Verify" }).click();
}

test("rejects a TOTP code that was already used", async ({ page, visitor, mail }) => {
  const person = await createMfaAccount(mail);
  const code = await totpCode(person.secret, 1);
  await toSecondStep(page, person);
  await enter(page, code);
  await expect(page).toHaveURL(/\/account$/);

  const thief = await visitor();
  await toSecondStep(thief, person);
  await enter(thief, code);
  await expect(thief.getByText("Incorrect code. You have 4 attempts left.")).toBeVisible();
  await expect(thief.getByLabel("Authentication code")).toBeFocused();
  await thief.goto("/account");
  await expect(thief).toHaveURL(/\/login/);
});

test("accepts a recovery code once and emails its owner", async ({ page, visitor, mail }) => {
  const person = await createMfaAccount(mail);
  const [code = ""] = person.recoveryCodes;
  const enterRecoveryCode = async (browser: Page) => {
    await toSecondStep(browser, person);
    await browser.getByRole("button", { name: "Use a recovery code" }).click();
    await browser.getByLabel("Recovery code").fill(code.toLowerCase());
    await browser.getByRole("button", { name: "Verify" }).click();
  };
  await enterRecoveryCode(page);
  await expect(page).toHaveURL(/\/account$/);
  await mail.arrived(person.email, /A recovery code was used/);

  const second = await visitor();
  await enterRecoveryCode(second);
  await expect(second.getByText("Incorrect code.")).toBeVisible();
});

test("ends the sign-in after five wrong codes and says how to continue", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await toSecondStep(page, person);
  for (const left of ["4 attempts left", "3 attempts left", "2 attempts left", "one attempt left"]) {
    await enter(page, "000000");
    await expect(page.getByText(left)).toBeVisible();
  }
  await enter(page, "000000");
  await expect(page.getByText("Sign in again to keep trying.")).toBeVisible();
});

test("a sign-in without its code gives no access and starts again on reload", async ({ page, context, mail }) => {
  const person = await createMfaAccount(mail);
  await toSecondStep(page, person);
  expect((await context.cookies()).filter(({ name }) => name.includes("access") || name.includes("refresh"))).toEqual(
    [],
  );
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect(kept).not.toMatch(/[\w-]{43}/);
  await page.reload();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/login/);
});

test("accepts a pasted code with a space", async ({ page, context, mail }) => {
  const person = await createMfaAccount(mail);
  await toSecondStep(page, person);
  const code = await totpCode(person.secret, 1);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await page.getByLabel("Authentication code").press("ControlOrMeta+v");
  await expect(page.getByLabel("Authentication code")).toHaveValue(code);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page).toHaveURL(/\/account$/);
});
