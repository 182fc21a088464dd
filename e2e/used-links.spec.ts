import { createAccount, invite, newPerson, register, submitSignIn } from "./accounts";
import { expect, test } from "./fixtures";

test("a used invitation link leads to signing in", async ({ page, mail }) => {
  const person = newPerson();
  const link = await invite(person, mail);
  await page.goto(link);
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await expect(page.getByLabel("Email")).not.toBeEditable();
  await expect(page.getByLabel("Organization")).toHaveValue(`${person.name} & Co`);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link has already been used" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/login/);
});

test("two tabs with one invitation create one account, and the second says what to do", async ({
  page,
  context,
  mail,
}) => {
  const person = newPerson();
  const link = await invite(person, mail);
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto(link);
    await tab.getByLabel("Password", { exact: true }).fill(person.password);
  }
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await second.getByRole("button", { name: "Create account" }).click();
  await expect(second.getByText("You can't use this link to sign up with this email.")).toBeVisible();
});

test("a truncated or invalid link says what to do", async ({ page }) => {
  await page.goto("/signup?token=made-up");
  await expect(page.getByRole("heading", { name: "This invitation link isn't valid" })).toBeVisible();
  await page.getByRole("link", { name: "Request access" }).last().click();
  await expect(page).toHaveURL(/\/request-access/);
  for (const path of ["/verify-email", "/reset-password", "/confirm-email-change", "/undo-email-change"]) {
    await page.goto(`${path}?token=made-up`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("confirms an email address twice without an error, and a newer link replaces an older one", async ({
  page,
  mail,
}) => {
  const person = newPerson();
  const first = await register(person, mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  await expect(page.getByText("Verify your email first")).toBeVisible();
  await page.getByRole("button", { name: "Send new link" }).click();
  const second = await mail.link(person.email, /^Verify your email/, { not: first });

  await page.goto(first);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
  for (let time = 0; time < 2; time += 1) {
    await page.goto(second);
    if (time === 0) await page.getByLabel("Password you signed up with").fill(person.password);
    await page.getByRole("button", { name: "Verify email" }).click();
    await expect(page.getByRole("heading", { name: "Email verified" })).toBeVisible();
  }
});

test("a reset link works once, and only the new password signs in", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  const link = await mail.link(person.email, /^Reset your .* password/);

  await page.goto(link);
  await page.getByLabel("New password").fill("password1");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is easy to guess")).toBeVisible();
  const password = "nine other winds of june";
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password updated.")).toBeVisible();

  const logIn = async (typed: string) => {
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(typed);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  };
  await logIn(person.password);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await logIn(password);
  await expect(page).toHaveURL(/\/account$/);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
});

test("access and reset requests don't reveal accounts", async ({ page, mail }) => {
  const known = await createAccount(mail);
  const said: string[] = [];
  for (const email of [known.email, newPerson().email]) {
    await page.goto("/forgot-password");
    await page.getByLabel("Email").fill(email);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
    said.push((await page.getByRole("main").innerText()).replace(email, "…"));
  }
  expect(said[0]).toBe(said[1]);
});
