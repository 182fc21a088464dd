import type { Page, Route } from "@playwright/test";
import {
  createAccount,
  createMfaAccount,
  invite,
  inviteAgain,
  newPerson,
  register,
  signIn,
  submitSignIn,
} from "../accounts";
import { expect, test } from "../fixtures";
import { totpCode } from "../totp";
import { shoot } from "./shoot";

const password = (page: Page) => page.getByLabel("Password", { exact: true });

/** Holds POST requests. Returns a function that releases them. */
async function holdPosts(page: Page): Promise<() => Promise<void>> {
  const held: Route[] = [];
  const hold = (route: Route) => {
    if (route.request().method() !== "POST") return route.fallback();
    held.push(route);
  };
  await page.route("**/*", hold);
  return async () => {
    await page.unroute("**/*", hold);
    for (const route of held) await route.continue();
  };
}

test("a request for access", async ({ page }) => {
  await page.goto("/request-access");
  await shoot(page, "request-access");
  await page.getByLabel("Work email").fill("jane at company");
  await page.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByText("Check the 5 highlighted fields.")).toBeVisible();
  await shoot(page, "request-access-problems");
  await page.getByLabel("Name").fill("Jane Doe");
  await page.getByLabel("Work email").fill("jane@company.example");
  await shoot(page, "request-access-two-fixed");
  await page.getByLabel("Organization").fill("Company Intelligence");
  await page.getByLabel("Which describes you best?").selectOption({ label: "We do research" });
  await page.getByLabel(/^What will you use/).fill("We compare answers of models in three languages.");
  const release = await holdPosts(page);
  await page.getByRole("button", { name: "Send request" }).click();
  await expect(page.getByRole("button", { name: "Sending…" })).toBeVisible();
  await shoot(page, "request-access-sending");
  await release();
  await expect(page.getByRole("heading", { name: "Request received" })).toBeFocused();
  await shoot(page, "request-access-sent");
});

test.describe("offline", () => {
  test.use({ expectedConsoleErrors: [/ERR_INTERNET_DISCONNECTED/] });

  test("a form reports it and keeps its input", async ({ page, context }) => {
    await page.goto("/forgot-password");
    await page.getByLabel("Email").fill("jane@company.example");
    await context.setOffline(true);
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByText("We couldn't reach the server")).toBeVisible();
    await shoot(page, "forgot-password-offline");
  });
});

test("an invitation, from open to used", async ({ page, mail }) => {
  const person = newPerson();
  const link = await invite(person, mail);
  await page.goto(link);
  await shoot(page, "signup");
  await password(page).fill("jane doe");
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("This field is required.").first()).toBeVisible();
  await shoot(page, "signup-problem");
  await page.getByLabel("Name").fill(person.name);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("This is easy to guess").first()).toBeVisible();
  await shoot(page, "signup-weak-password");
  await password(page).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeFocused();
  await shoot(page, "signup-done");
  await page.goto(link);
  await shoot(page, "signup-used");
  await page.goto("/signup?token=made-up");
  await shoot(page, "signup-unknown");
});

test("a replaced invitation", async ({ page, mail }) => {
  const person = newPerson();
  const link = await invite(person, mail);
  await inviteAgain(person);
  await page.goto(link);
  await shoot(page, "signup-expired");
  await page.getByRole("button", { name: "Send new link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeFocused();
  await shoot(page, "signup-new-link-sent");
});

test("the verification of an email address", async ({ page, mail }) => {
  const person = newPerson();
  const link = await register(person, mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  await expect(page.getByText("Verify your email first")).toBeVisible();
  await shoot(page, "login-unverified");
  await page.goto(link);
  await shoot(page, "verify-email");
  await page.getByLabel("Password you signed up with").fill(person.password);
  await page.getByRole("button", { name: "Verify email" }).click();
  await expect(page.getByRole("heading", { name: "Email verified" })).toBeFocused();
  await shoot(page, "verify-email-done");
  await page.goto("/verify-email?token=made-up");
  await shoot(page, "verify-email-dead");
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Send new link" }).click();
  await expect(page.getByText("If this email still needs to be verified")).toBeVisible();
  await shoot(page, "verify-email-resent");
});

test("signing in", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await page.goto("/login");
  await shoot(page, "login");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Check the 2 highlighted fields.")).toBeVisible();
  await shoot(page, "login-problems");
  await page.goto("/login");
  await submitSignIn(page, { ...person, password: "not my password" });
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await shoot(page, "login-wrong");
  for (const reason of ["session_ended", "signed_out", "password_reset"]) {
    await page.goto(`/login?reason=${reason}`);
    await shoot(page, `login-reason-${reason.replace("_", "-")}`);
  }
});

test("the second factor", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  const code = page.getByLabel("Authentication code");
  await expect(code).toBeFocused();
  await shoot(page, "login-mfa");
  await code.fill("123");
  await shoot(page, "login-mfa-typing");
  await code.fill("000000");
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("4 attempts left.")).toBeVisible();
  await shoot(page, "login-mfa-wrong");
  await page.getByText("Lost your device?").click();
  await page.getByRole("button", { name: "Use a recovery code" }).click();
  await shoot(page, "login-mfa-recovery");
  await page.getByRole("button", { name: "Use authenticator app" }).click();
  for (const left of ["3 attempts left", "2 attempts left", "one attempt left", "Sign in again to keep trying"]) {
    await code.fill("000000");
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page.getByText(left)).toBeVisible();
  }
  await code.fill(await totpCode(person.secret, 1));
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByRole("heading", { name: "Sign in again" })).toBeFocused();
  await shoot(page, "login-mfa-dead");
});

test("a forgotten password", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await page.goto("/forgot-password");
  await shoot(page, "forgot-password");
  await page.getByLabel("Email").fill(person.email);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeFocused();
  await shoot(page, "forgot-password-sent");
  await page.goto(await mail.link(person.email, /^Reset your .* password/));
  await shoot(page, "reset-password");
  await page.getByLabel("New password").fill("password1");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is easy to guess")).toBeVisible();
  await shoot(page, "reset-password-rejected");
  await page.goto("/reset-password?token=made-up");
  await shoot(page, "reset-password-dead");
});

test("an email change", async ({ page, mail }) => {
  const person = await createAccount(mail);
  const newEmail = newPerson().email;
  await signIn(page, person);
  const asked = await page.request.post("/dashboard/auth/change-email", {
    data: { newEmail, currentPassword: person.password },
    headers: { "X-Pacspace-CSRF": "1" },
  });
  expect(asked.ok()).toBe(true);
  await page.goto(await mail.link(newEmail, /^Confirm your new email/));
  await shoot(page, "confirm-email-change");
  await page.getByRole("button", { name: "Change email" }).click();
  await expect(page.getByRole("heading", { name: "Email changed" })).toBeFocused();
  await shoot(page, "confirm-email-change-done");
  await page.goto("/confirm-email-change?token=made-up");
  await shoot(page, "confirm-email-change-dead");
  await page.goto(await mail.link(person.email, /^Your .* email was changed/));
  await shoot(page, "undo-email-change");
  await page.getByRole("button", { name: "Undo email change" }).click();
  await expect(page.getByRole("heading", { name: "Email change undone" })).toBeFocused();
  await shoot(page, "undo-email-change-done");
  await page.goto("/undo-email-change?token=made-up");
  await shoot(page, "undo-email-change-dead");
  await page.goto("/confirm-request?token=made-up");
  await shoot(page, "confirm-request-dead");
});

test("the built-in mailbox", async ({ page, mail }) => {
  const person = newPerson();
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(person.email)}`);
  await shoot(page, "mailbox-empty");
  await invite(person, mail);
  await page.goto("/dev/mailbox");
  await shoot(page, "mailbox");
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: /is approved/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("is approved");
  await shoot(page, "mailbox-message");
});

test.describe("error pages", () => {
  test.use({ expectedConsoleErrors: [/40[34]/] });

  test("of every kind", async ({ page, mail }) => {
    await page.goto("/no/such/page");
    await shoot(page, "not-found");
    await signIn(page, await createAccount(mail));
    await page.goto("/admin/requests");
    await shoot(page, "forbidden");
  });
});
