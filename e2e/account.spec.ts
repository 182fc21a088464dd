import { admin, createAccount, createMfaAccount, newPerson, signIn } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

test("changes the password in place, ends other sessions and rejects the old password", async ({
  page,
  visitor,
  mail,
}) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  const phone = await visitor();
  await signIn(phone, person);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("New password").fill(person.password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Choose a password that's different from your current one.").first()).toBeVisible();
  await page.getByLabel("New password").fill("eleven calm lighthouses");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed.")).toBeVisible();
  await mail.arrived(person.email, /^Your .* password was changed/);
  expect((await phone.request.get("/dashboard/auth/profile")).status()).toBe(401);
  expect((await page.request.get("/dashboard/auth/profile")).status()).toBe(200);
});

test("changes the email address by the link in the new mailbox, and the old address can undo it", async ({
  page,
  visitor,
  mail,
}) => {
  const person = await createAccount(mail);
  const newEmail = newPerson().email;
  await signIn(page, person);
  await page.goto("/account/profile");
  await page.getByRole("button", { name: "Change email" }).click();
  await page.getByLabel("New email").fill(newEmail);
  await page.getByLabel("Current password").fill(person.password);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(`We've emailed a link to ${newEmail}.`)).toBeVisible();

  await page.goto(await mail.link(newEmail, /^Confirm your new email/));
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByRole("heading", { name: "Email changed" })).toBeVisible();
  await page.goto("/account/profile");
  await expect(page.getByText(newEmail).first()).toBeVisible();

  const owner = await visitor();
  await owner.goto(await mail.link(person.email, /^Your .* email was changed/));
  await owner.getByRole("button", { name: "Undo email change" }).click();
  await expect(owner.getByRole("heading", { name: "Email change undone" })).toBeVisible();
  expect((await page.request.get("/dashboard/auth/profile")).status()).toBe(401);

  await owner.goto(await mail.link(person.email, /^Reset your .* password/));
  await owner.getByLabel("New password").fill("twelve calm lighthouses");
  await owner.getByRole("button", { name: "Change password" }).click();
  await expect(owner.getByText("Password updated.")).toBeVisible();
  await signIn(owner, { ...person, password: "twelve calm lighthouses" });
});

test("cancels a pending email change", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await signIn(page, person, await totpCode(person.secret, 1));
  await page.goto("/account/profile");
  await page.getByRole("button", { name: "Change email" }).click();
  const newEmail = newPerson().email;
  await page.getByLabel("New email").fill(newEmail);
  await page.getByLabel("Current password").fill(person.password);
  await page.getByLabel("Authentication code").fill(person.recoveryCodes[0] ?? "");
  await page.getByRole("button", { name: "Send link" }).click();
  await page.getByRole("button", { name: "Cancel change" }).click();
  await expect(page.getByText(`We've emailed a link to ${newEmail}.`)).toBeHidden();
  await page.goto(await mail.link(newEmail, /^Confirm your new email/));
  await expect(page.getByRole("heading", { name: "This link is no longer valid" })).toBeVisible();
});

test.describe("admin pages", () => {
  test.use({ expectedConsoleErrors: [/40[34]/] });

  test("show an error to everyone else", async ({ page, mail }) => {
    await page.goto("/admin/requests");
    await expect(page).toHaveURL(/\/login/);
    await signIn(page, await createAccount(mail));
    for (const path of ["/admin", "/admin/requests", "/admin/mail"]) {
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(403);
      await expect(page.getByRole("heading", { name: "You don't have access to this page" })).toBeVisible();
    }
    expect((await page.request.get("/dashboard/admin/access-requests")).status()).toBe(403);
  });
});

test("an admin rejects a request with a reason, by keyboard only", async ({ page, mail }) => {
  const person = newPerson("Rejected Person");
  await page.goto("/request-access");
  await page.getByLabel("Name").fill(person.name);
  await page.getByLabel("Work email").fill(person.email);
  await page.getByLabel("Organization").fill("Nowhere Ltd");
  await page.getByLabel("Which describes you best?").selectOption({ index: 1 });
  await page.getByLabel(/^What will you use/).fill("<img src=x onerror=alert(1)> {{7*7}} ${7*7}");
  await page.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByRole("heading", { name: "Request received" })).toBeVisible();

  await signIn(page, admin);
  await page.goto(`/admin/requests?q=${encodeURIComponent(person.email)}`);
  await page.getByRole("button", { name: new RegExp(person.email) }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: person.name })).toBeVisible();
  await expect(page.getByText("<img src=x onerror=alert(1)> {{7*7}} ${7*7}").last()).toBeVisible();
  await page.keyboard.press("r");
  const dialog = page.getByRole("dialog", { name: `Reject the request from ${person.name}?` });
  await expect(dialog.getByLabel("Reason (optional)")).toBeFocused();
  await page.keyboard.type("Not yet in your region");
  await dialog.getByRole("button", { name: "Reject" }).press("Enter");
  await expect(page.getByText(`Rejected ${person.name}`)).toBeVisible();
  await mail.arrived(person.email, /^Update on your request/);
});

test("follows the browser's language and remembers a chosen one", async ({ browser, page, mail }) => {
  const german = await browser.newContext({ locale: "de-DE", baseURL: process.env.E2E_BASE_URL ?? "" });
  const besucher = await german.newPage();
  await besucher.goto("/login");
  await expect(besucher.getByRole("button", { name: "Anmelden", exact: true })).toBeVisible();
  expect(await besucher.locator("html").getAttribute("lang")).toBe("de");
  await german.close();

  await signIn(page, await createAccount(mail));
  await page.goto("/account");
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Deutsch" }).click();
  await expect(page.getByRole("link", { name: "Sicherheit" }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole("link", { name: "Sicherheit" }).first()).toBeVisible();
});
