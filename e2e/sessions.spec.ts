import type { BrowserContext, Page } from "@playwright/test";
import { createAccount, signIn, submitSignIn } from "./accounts";
import { expect, test } from "./fixtures";

/** Browsers drop the cookie after 15 minutes. */
function expireAccess(context: BrowserContext): Promise<void> {
  return context.clearCookies({ name: "foyer_access" });
}

async function isSignedIn(page: Page): Promise<boolean> {
  return (await page.request.get("/dashboard/auth/profile")).ok();
}

test("two tabs that reload together after the access token expired stay signed in", async ({ page, context, mail }) => {
  await signIn(page, await createAccount(mail));
  const tabs = [page, await context.newPage(), await context.newPage()];
  for (const tab of tabs) await tab.goto("/account/security");
  for (let round = 0; round < 6; round += 1) {
    await expireAccess(context);
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) {
      await expect(tab).toHaveURL(/\/account\/security$/);
      await expect(tab.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
    }
  }
  expect(await isSignedIn(page)).toBe(true);
});

test("saves a form sent after the access token expired", async ({ page, context, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.goto("/account/profile");
  await page.getByRole("button", { name: "Edit: Name" }).click();
  await page.getByLabel("Name").fill("Jane Renamed");
  await expireAccess(context);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Edit: Name" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Jane Renamed").first()).toBeVisible();
});

test("five API calls with an expired token share one refresh", async ({ page, context, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.goto("/account");
  await expireAccess(context);
  const answers = await page.evaluate(() =>
    Promise.all(
      Array.from({ length: 5 }, async () => {
        const answer = await fetch("/dashboard/auth/refresh-token", {
          method: "POST",
          headers: { "X-Pacspace-CSRF": "1" },
        });
        return answer.status;
      }),
    ),
  );
  expect(answers).toEqual([200, 200, 200, 200, 200]);
  await page.reload();
  await expect(page).toHaveURL(/\/account$/);
});

test("signing in after the session ended returns to the requested page", async ({ page, context, mail }) => {
  const person = await createAccount(mail);
  await signIn(page, person);
  await page.goto("/account/profile");
  await context.clearCookies();
  await page.reload();
  await expect(page).toHaveURL(/\/login\?.*next=/);
  await submitSignIn(page, person);
  await expect(page).toHaveURL(/\/account\/profile$/);
});

test("next= never leads to another origin", async ({ page, mail }) => {
  const person = await createAccount(mail);
  for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    await page.context().clearCookies();
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await submitSignIn(page, person);
    await expect(page).toHaveURL(/\/account$/);
  }
});

test("a refresh never redirects to another origin", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail));
  const wanted = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "http:///evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "\t//evil.example",
    " //evil.example",
    "@evil.example",
    ".evil.example",
    ":evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/a/../..//evil.example",
    "/./\\evil.example",
    "/\n/evil.example",
    "/..//evil.example",
    "\u0000//evil.example",
    `/${"x".repeat(8192)}`,
  ];
  for (const next of wanted) {
    for (const path of ["/session/refresh", "/login"]) {
      const answer = await page.request.get(`${path}?next=${encodeURIComponent(next)}`, { maxRedirects: 0 });
      const location = answer.headers().location ?? "/";
      const to = new URL(location, answer.url());
      expect(to.origin, `${path} next=${next.slice(0, 40)}`).toBe(new URL(answer.url()).origin);
      expect(location, next.slice(0, 40)).toMatch(/^\/(?![/\\])/);
    }
  }
});

test.describe("a lost answer", () => {
  test.use({ expectedConsoleErrors: [/ERR_FAILED/] });

  test("of a refresh, or one in a sleeping tab, keeps the session with a single rotation", async ({
    page,
    context,
    mail,
  }) => {
    await signIn(page, await createAccount(mail));
    const generation = async () => {
      const cookies = await context.cookies();
      return Number(cookies.find(({ name }) => name === "foyer_refresh")?.value.split(".")[1]);
    };
    await page.goto("/account");
    const sleeping = await context.newPage();
    await sleeping.goto("/account/profile");
    for (let round = 1; round <= 20; round += 1) {
      const before = await context.cookies();
      await page.route("**/dashboard/auth/refresh-token", async (route) => {
        // The answer never reaches the browser.
        await route.fetch();
        await route.abort();
      });
      const lost = await page.evaluate(() =>
        fetch("/dashboard/auth/refresh-token", { method: "POST", headers: { "X-Pacspace-CSRF": "1" } }).then(
          () => "answered",
          () => "lost",
        ),
      );
      expect(lost).toBe("lost");
      await page.unroute("**/dashboard/auth/refresh-token");
      await context.clearCookies();
      await context.addCookies(before.filter(({ name }) => name !== "foyer_access"));
      const tabs = [page, sleeping];
      await Promise.all(
        tabs.map(async (tab) => {
          const answer = await tab.request.get("/session/refresh?next=/account", { maxRedirects: 0 });
          expect(answer.headers().location).toBe("/account");
        }),
      );
      expect(await generation()).toBe(round);
      expect(await isSignedIn(page)).toBe(true);
    }
    await sleeping.reload();
    await expect(sleeping).toHaveURL(/\/account\/profile$/);
  });
});

test("signing out in one tab closes the other, and the back button shows nothing", async ({ page, context, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.goto("/account/security");
  await page.goto("/account");
  const other = await context.newPage();
  await other.goto("/account/profile");
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You're signed out.")).toBeVisible();
  await expect(other.getByRole("alertdialog", { name: "You've been signed out" })).toBeVisible();
  expect(await isSignedIn(page)).toBe(false);
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
  await page.goForward();
  await expect(page).toHaveURL(/\/login/);
  await expect(async () => {
    // Fails while the page is navigating.
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  }).toPass();
  await other.reload();
  await expect(other).toHaveURL(/\/login/);
});

test.describe("a session that was ended elsewhere", () => {
  test.use({ expectedConsoleErrors: [/401/] });

  test("ends on its next request", async ({ page, visitor, mail }) => {
    const person = await createAccount(mail);
    await signIn(page, person);
    const phone = await visitor();
    await signIn(phone, person);
    await phone.goto("/account");

    await page.goto("/account/security");
    await page.getByRole("button", { name: /^Sign out everywhere else/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(page.getByText("Session ended")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Sign out everywhere else/ })).toBeHidden();

    await phone.reload();
    await expect(phone).toHaveURL(/\/login/);
    expect(await isSignedIn(page)).toBe(true);
  });
});
