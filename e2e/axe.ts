import { expect, type Page } from "@playwright/test";
import axe, { type AxeResults } from "axe-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Waits for the title and for finished animations, spinners excepted. */
async function atRest(page: Page): Promise<void> {
  // Next removes the title for up to 0.3 s while an action's answer renders.
  await expect(page).toHaveTitle(/./);
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Text is too pale during a fade.
  await atRest(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate<AxeResults["violations"], string[]>(async (values) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    // Violations only: passes are most of the work on a long page.
    const options = { runOnly: { type: "tag" as const, values }, resultTypes: ["violations" as const] };
    return (await inPage.run(document, options)).violations;
  }, tags);
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
  expect(found, `axe on ${what}`).toEqual([]);
}
