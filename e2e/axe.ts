import { expect, type Page } from "@playwright/test";
import axe, { type AxeResults } from "axe-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Resolves when the page has a title and no colour or place is on its way to another; a spinner is not waited for. */
async function atRest(page: Page): Promise<void> {
  // At times Next takes the title away for a moment (0.3 s were seen) while the answer of an action is drawn.
  await expect(page).toHaveTitle(/./);
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
}

/** Fails with what axe finds on the page once it is at rest, dialogs included. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Half-way through a fade every text is too pale.
  await atRest(page);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate<AxeResults["violations"], string[]>(async (values) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    // What passes is neither described nor sent here: on a long page that is most of the work.
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
