import type { Page } from "@playwright/test";
import { createAccount, newPerson, register, signIn } from "./accounts";
import { expect, test } from "./fixtures";

/** Delays the scripts. Returns a function that releases them. */
async function openWithoutScript(page: Page, url: string): Promise<() => Promise<void>> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(url, { waitUntil: "commit" });
  return async () => {
    release();
    await page.waitForLoadState();
  };
}

test("a button clicked before the script has loaded acts afterwards", async ({ page, mail }) => {
  const person = newPerson();
  const loadScript = await openWithoutScript(page, await register(person, mail));
  await page.getByLabel("Password you signed up with").fill(person.password);
  await page.getByRole("button", { name: "Verify email" }).click();
  await loadScript();
  await expect(page.getByRole("heading", { name: "Email verified" })).toBeVisible();
});

test("a form sent before the script has loaded signs in", async ({ page, mail }) => {
  const me = await createAccount(mail);
  const loadScript = await openWithoutScript(page, "/login");
  await page.getByLabel("Email").fill(me.email);
  await page.getByLabel("Password", { exact: true }).fill(me.password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await loadScript();
  await expect(page).toHaveURL(/\/account$/);
});

test("an email address prefilled by the link shows before the script and stays editable", async ({ page }) => {
  const loadScript = await openWithoutScript(page, "/login?email=jane@company.example");
  const address = page.getByLabel("Email");
  await expect(address).toHaveValue("jane@company.example");
  await address.fill("");
  await page.getByLabel("Password", { exact: true }).fill("a quiet green harbour");
  await loadScript();
  // Only the script shows this message.
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Enter an email address like jane@company.com.")).toBeVisible();
  await expect(address).toHaveValue("");
});

test("keeps the scroll position and marks the current section while the script loads", async ({ page, mail }) => {
  await signIn(page, await createAccount(mail));
  await page.setViewportSize({ width: 360, height: 300 });
  const loadScript = await openWithoutScript(page, "/account/data");
  const navigation = page.getByRole("navigation", { name: "Main" });
  const sideways = () => navigation.evaluate(({ scrollLeft }) => scrollLeft);
  const scroll = () =>
    page.evaluate(() => {
      window.scrollTo(0, 200);
      return window.scrollY;
    });
  // The page is long enough now.
  await expect.poll(scroll).toBe(200);
  expect(await sideways()).toBe(0);
  await loadScript();
  await expect.poll(sideways).toBeGreaterThan(0);
  expect(await page.evaluate(() => window.scrollY)).toBe(200);
  await page.evaluate(() => window.scrollTo(0, 0));
  await expect(navigation.getByRole("link", { name: "Your data" })).toBeInViewport({ ratio: 1 });
});
