import type { Page } from "@playwright/test";
import { createAccount, invite, newPerson, register, signIn } from "./accounts";
import { expect, test } from "./fixtures";

/** Like a mail gateway: HEAD, GET, then a browser with scripts. */
async function scan(scanner: Page, link: string): Promise<void> {
  await scanner.request.head(link);
  await scanner.request.get(link);
  await scanner.goto(link);
  await expect(scanner.getByRole("heading", { level: 1 })).toBeVisible();
  await scanner.waitForLoadState("networkidle");
}

test("link scanners that open every emailed link change nothing", async ({ page, visitor, mail }) => {
  const scanner = await visitor();
  const person = newPerson();

  const invitation = await invite(person, mail);
  await scan(scanner, invitation);
  await page.goto(invitation);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();

  const verification = await mail.link(person.email, /^Verify your email/);
  await scan(scanner, verification);
  await page.goto(verification);
  await page.getByRole("button", { name: "Verify email" }).click();
  await expect(page.getByRole("heading", { name: "Email verified" })).toBeVisible();

  await page.goto("/forgot-password");
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Send link" }).click();
  const reset = await mail.link(person.email, /^Reset your .* password/);
  await scan(scanner, reset);
  await page.goto(reset);
  const password = `${person.password} again`;
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password updated.")).toBeVisible();

  await signIn(page, { ...person, password });
  const newEmail = newPerson().email;
  const asked = await page.request.post("/dashboard/auth/change-email", {
    data: { newEmail, currentPassword: password },
    headers: { "X-Pacspace-CSRF": "1" },
  });
  expect(asked.ok()).toBe(true);
  const undo = await mail.link(person.email, /is about to change/);
  const confirm = await mail.link(newEmail, /^Confirm your new email/);
  await scan(scanner, undo);
  await scan(scanner, confirm);
  await page.goto("/account/profile");
  await expect(page.getByText(person.email).first()).toBeVisible();

  await page.goto(confirm);
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByRole("heading", { name: "Email changed" })).toBeVisible();
  const takenBack = await mail.link(person.email, /^Your .* email was changed/);
  await scan(scanner, takenBack);
  await page.goto(takenBack);
  await page.getByRole("button", { name: "Undo email change" }).click();
  await expect(page.getByRole("heading", { name: "Email change undone" })).toBeVisible();
});

test("removes an emailed token from the address bar, frames and referrers", async ({ page, mail }) => {
  const link = await register(newPerson(), mail);
  const answer = await page.goto(link);
  await expect(page).toHaveURL(/\/verify-email$/);
  const headers = answer?.headers() ?? {};
  expect(headers["referrer-policy"]).toBe("no-referrer");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["cache-control"]).toContain("no-store");
  await page.reload();
  await expect(page.getByRole("button", { name: "Verify email" })).toBeHidden();
  await expect(page.getByRole("heading", { name: "Open the link from your email again" })).toBeVisible();
});

test("opening another account's link doesn't change the session", async ({ page, mail }) => {
  const me = await createAccount(mail);
  await signIn(page, me);
  const other = newPerson("Somebody Else");
  await page.goto(await register(other, mail));
  await page.getByLabel("Password you signed up with").fill(me.password);
  await page.getByRole("button", { name: "Verify email" }).click();
  await expect(page.getByText("This isn't the password you signed up with.")).toBeVisible();
  await page.getByLabel("Password you signed up with").fill(other.password);
  await page.getByRole("button", { name: "Verify email" }).click();
  await expect(page.getByRole("heading", { name: "Email verified" })).toBeVisible();
  const profile = await page.request.get("/dashboard/auth/profile");
  expect(((await profile.json()) as { data: { email: string } }).data.email).toBe(me.email);
});
