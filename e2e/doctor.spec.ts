import { admin, createAccount, signIn, submitSignIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test.describe("diagnostics", () => {
  test("checks the installation from the server and the browser, again on demand", async ({ page }) => {
    await signIn(page, admin);
    await page.goto("/admin/doctor");
    await expect(page.getByRole("status").filter({ hasText: /OK\.$/ })).toBeVisible();
    const address = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: "Address", exact: true }) });
    await expect(address).toContainText(/This browser is at http.*, which matches APP_URL/);
    const cookies = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: "Cookies", exact: true }) });
    await expect(cookies).toContainText("The browser keeps cookies");
    await expect(page.getByRole("heading", { name: "Database", exact: true })).toBeVisible();
    await expectAccessible(page, "the doctor's report");

    await page.getByRole("button", { name: "Run again" }).click();
    await expect(page.getByRole("button", { name: "Run again" })).toBeEnabled();
    await expect(address).toContainText("which matches APP_URL");
  });

  test("reports a browser that uses another address than APP_URL", async ({ page, baseURL }) => {
    const url = new URL(baseURL ?? "");
    url.hostname = url.hostname === "localhost" ? "127.0.0.1" : "localhost";
    await page.goto(new URL("/login", url).href);
    await submitSignIn(page, admin);
    await expect(page).toHaveURL(/\/account$/);
    await page.goto(new URL("/admin/doctor", url).href);
    const address = page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: "Address", exact: true }) });
    await expect(address).toContainText("another name for this machine");
    await expect(address).toContainText("Warning");
  });

  test("reports headers of an unconfigured proxy", async ({ page }) => {
    await signIn(page, admin);
    await page.setExtraHTTPHeaders({ "X-Forwarded-For": "203.0.113.9" });
    await page.goto("/admin/doctor");
    const proxy = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /^Proxy/ }) });
    await expect(proxy).toContainText("TRUSTED_PROXY_HOPS is 0");
  });

  test("copies the report as text", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signIn(page, admin);
    await page.goto("/admin/doctor");
    await page.getByRole("button", { name: "Copy report" }).click();
    await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain("[OK] Address:");
    expect(text).toMatch(/\[[^\]]+\] Root secret:/);
  });
});

test.describe("someone who isn't an admin", () => {
  test.use({ expectedConsoleErrors: [/403/] });

  test("doesn't see the diagnostics", async ({ page, mail }) => {
    await signIn(page, await createAccount(mail));
    expect((await page.goto("/admin/doctor"))?.status()).toBe(403);
    await expect(page.getByRole("heading", { name: "Database", exact: true })).toHaveCount(0);
  });
});
