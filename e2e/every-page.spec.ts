import type { Page } from "@playwright/test";
import { admin, createMfaAccount, invite, newPerson, register, requestAccess, signIn, submitSignIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { invalidLinks } from "./invalid-links";
import { totpCode } from "./totp";

async function expectNoHorizontalScroll(page: Page, what: string): Promise<void> {
  const widerThanTheWindow = () =>
    page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const elements = [...document.body.querySelectorAll("*")];
      const beyond = elements.filter((element) => element.getBoundingClientRect().right > width + 1);
      return beyond.map((element) => element.outerHTML.slice(0, 160));
    });
  // Charts redraw shortly after a resize.
  await expect.poll(widerThanTheWindow, `${what} at ${page.viewportSize()?.width} px`).toEqual([]);
}

/** At both sizes, light and dark, without requests to other origins. */
async function inspect(page: Page, paths: string[]): Promise<void> {
  const asked: URL[] = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  for (const path of paths) {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, `${path}, light`);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(/dark/);
    await expectAccessible(page, `${path}, dark`);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoHorizontalScroll(page, path);
    await expectAccessible(page, `${path}, dark, 360 px`);
    const { origin } = new URL(page.url());
    const foreign = asked.filter(
      (url) => url.protocol !== "data:" && url.protocol !== "blob:" && url.origin !== origin,
    );
    expect(foreign.map(String), `${path} asks its own server alone`).toEqual([]);
  }
}

test("every public page keeps its content policy, is accessible in light and dark, and fits a phone", async ({
  page,
  mail,
}) => {
  test.setTimeout(420_000);
  const invited = newPerson();
  const registered = newPerson();
  const invitation = await invite(invited, mail);
  const verification = await register(registered, mail);
  await inspect(page, [
    "/",
    "/setup",
    "/request-access",
    "/signup?token=made-up",
    invitation,
    "/verify-email",
    verification,
    "/login",
    "/login?reason=session_ended&next=/account",
    "/login?reason=sso_refused",
    "/forgot-password",
    "/reset-password?token=made-up",
    ...invalidLinks,
    "/request?token=made-up",
    "/join",
    "/join?token=made-up",
    "/dev/mailbox",
  ]);
});

test("shows the sign-up progress only between a request and the first sign-in", async ({ page }) => {
  const steps = page.getByRole("navigation", { name: "Progress" });
  await page.goto("/request-access");
  await expect(steps).toBeVisible();
  for (const path of ["/setup", "/login", "/forgot-password", "/reset-password?token=made-up", ...invalidLinks]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible();
    await expect(steps, path).toBeHidden();
  }
});

test.describe("a page that doesn't exist", () => {
  test.use({ expectedConsoleErrors: [/404/] });

  test("shows an accessible error page that fits a phone", async ({ page }) => {
    expect((await page.goto("/no/such/page"))?.status()).toBe(404);
    await inspect(page, ["/no/such/page"]);
  });
});

test("every account page keeps its content policy, is accessible in light and dark, and fits a phone", async ({
  page,
  mail,
}) => {
  test.setTimeout(420_000);
  const person = await createMfaAccount(mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  await expect(page.getByRole("heading", { name: "Two-factor authentication" })).toBeVisible();
  await expectAccessible(page, "/login/mfa");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoHorizontalScroll(page, "/login/mfa");
  await page.getByLabel("Authentication code").fill(await totpCode(person.secret, 1));
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await inspect(page, [
    "/account",
    "/account/profile",
    "/account/team",
    "/account/projects",
    "/account/api-keys",
    "/account/activity",
    "/account/data",
    "/account/two-factor-setup",
    "/account/security",
  ]);

  await page.getByRole("button", { name: "Generate new codes" }).click();
  await expect(page.getByText(/^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$/)).toHaveCount(10);
  await expectNoHorizontalScroll(page, "recovery codes");
  await expectAccessible(page, "recovery codes");
  await page.getByRole("button", { name: "Change password" }).click();
  await expectAccessible(page, "changing the password");
});

test("the MFA setup is accessible and fits a phone", async ({ page }) => {
  await signIn(page, admin);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn on 2FA" }).click();
  await expect(page.getByRole("img", { name: "QR code of the setup key" })).toBeVisible();
  await expectNoHorizontalScroll(page, "MFA set-up");
  await expectAccessible(page, "MFA set-up");
});

test("every admin page keeps its content policy, is accessible in light and dark, and fits a phone", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const person = newPerson("A Person With A Remarkably Long Name That Goes On");
  await requestAccess(person);
  await signIn(page, admin);
  await inspect(page, [
    "/admin/requests",
    "/admin/requests?tab=all",
    "/admin/users",
    "/admin/tenants",
    "/admin/mail",
    "/admin/doctor",
    "/admin/rules",
    "/admin/settings",
    "/admin/settings/templates",
    "/admin/audit",
    "/admin",
    "/admin?days=90",
    // Admins have seven days to set up 2FA.
    "/account/two-factor-setup",
  ]);
  await page.goto(`/admin/requests?q=${encodeURIComponent(person.email)}`);
  await page.getByRole("button", { name: new RegExp(person.email) }).click();
  await expect(page.getByRole("heading", { name: person.name })).toBeVisible();
  await expectNoHorizontalScroll(page, "a request");
  await expectAccessible(page, "a request");
  await page.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(page.getByRole("dialog", { name: /^Reject/ })).toBeVisible();
  await expectAccessible(page, "the question before a rejection");
});
