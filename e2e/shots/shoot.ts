import type { Page } from "@playwright/test";
import { expectAccessible } from "../axe";

const desktop = { width: 1280, height: 800 };
const sizes = [desktop, { width: 360, height: 740 }];
const schemes = ["light", "dark"] as const;

/**
 * Full page at each size, light and dark, as `screenshots/states/<name>-<width>-<scheme>.png`. `isMenu`: an open menu,
 * outside axe's landmarks.
 */
export async function shoot(page: Page, name: string, { isMenu = false } = {}): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.screenshot({
        path: `screenshots/states/${name}-${size.width}-${colorScheme}.png`,
        fullPage: true,
        animations: "disabled",
        caret: "initial",
      });
    }
    if (!isMenu) await expectAccessible(page, `${name}, ${colorScheme}`);
  }
  // Some pages open a sheet at phone width, which would cover a dialog.
  await page.setViewportSize(desktop);
}
