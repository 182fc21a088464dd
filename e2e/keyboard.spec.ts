import type { Page } from "@playwright/test";
import { createMfaAccount } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

const tabsMax = 30;

async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return labels.map(({ textContent }) => textContent?.trim())[0] ?? element?.textContent?.trim() ?? "";
    });
  for (let tabs = 0; tabs < tabsMax; tabs += 1) {
    await page.keyboard.press("Tab");
    if ((await focused()) === name) return;
  }
  throw new Error(`Tab never reaches “${name}”`);
}

async function expectVisibleFocus(page: Page): Promise<void> {
  const look = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element) return "";
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return outlineStyle !== "none" && outlineWidth !== "0px" ? "outline" : boxShadow;
  });
  expect(look).not.toBe("none");
}

test("signs in with a second factor by keyboard only", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await page.goto("/login");
  await tabTo(page, "Email");
  await expectVisibleFocus(page);
  await page.keyboard.type(person.email);
  await tabTo(page, "Password");
  await expectVisibleFocus(page);
  await page.keyboard.type(person.password);
  await tabTo(page, "Sign in");
  await expectVisibleFocus(page);
  await page.keyboard.press("Enter");

  await expect(page.getByLabel("Authentication code")).toBeFocused();
  await page.keyboard.type(await totpCode(person.secret, 1));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/account$/);

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
});
