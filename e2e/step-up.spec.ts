import { createAccount, createMfaAccount, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expireStepUp } from "./elapsed-time";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

test("an old session asks for the password in place and keeps the input", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await expireStepUp(person.email);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn on 2FA" }).click();
  const question = page.getByRole("dialog", { name: "Confirm it's you" });
  await expect(question).toBeVisible();
  await expectAccessible(page, "the question for a proof");
  await question.getByLabel("Password", { exact: true }).fill("not the password");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question.getByText(/Incorrect/)).toBeVisible();
  await question.getByLabel("Password", { exact: true }).fill(person.password);
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("img", { name: "QR code of the setup key" })).toBeVisible();
});

test("accepts a code, and canceling changes nothing", async ({ page, visitor, mail }) => {
  const person = await createMfaAccount(mail);
  await signIn(page, person, await totpCode(person.secret, 1));
  const other = await visitor();
  await signIn(other, person, person.recoveryCodes[0]);
  await expireStepUp(person.email);

  await page.goto("/account/security");
  await page.getByRole("button", { name: /^Sign out everywhere else/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  const question = page.getByRole("dialog", { name: "Confirm it's you" });
  await question.getByRole("button", { name: "Close" }).click();
  expect((await other.request.get("/dashboard/auth/profile")).ok()).toBe(true);

  await page.getByRole("button", { name: /^Sign out everywhere else/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(question.getByLabel("Password", { exact: true })).toHaveCount(0);
  await question.getByLabel("Code or recovery code").fill(person.recoveryCodes[1] ?? "");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Session ended")).toBeVisible();
  expect((await other.request.get("/dashboard/auth/profile")).status()).toBe(401);
});
