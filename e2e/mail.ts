import { expect, type Page } from "@playwright/test";

export interface Mailbox {
  /** The link with a token in the newest mail with this subject, as its reader would follow it. `not`: an older one. */
  link(to: string, subject: RegExp, options?: { not?: string }): Promise<string>;
  /** Waits until a mail with this subject has arrived. */
  arrived(to: string, subject: RegExp): Promise<void>;
  /** How many mails with this subject have arrived by now. */
  count(to: string, subject: RegExp): Promise<number>;
}

/** The built-in mailbox, read in a browser of its own. */
export function openMailbox(page: Page): Mailbox {
  const open = (to: string) => page.goto(`/dev/mailbox?to=${encodeURIComponent(to)}`);
  const named = (subject: RegExp) => page.getByRole("listitem").getByRole("link", { name: subject });
  return {
    async link(to, subject, { not } = {}) {
      let found: string | null = null;
      await expect(async () => {
        await open(to);
        await named(subject).first().click({ timeout: 1_000 });
        found = await page
          .getByRole("link", { name: /token=/ })
          .first()
          .getAttribute("href", { timeout: 5_000 });
        expect(found).toBeTruthy();
        expect(found).not.toBe(not);
      }).toPass({ timeout: 20_000 });
      return found ?? "";
    },
    async arrived(to, subject) {
      await expect(async () => {
        await open(to);
        await expect(named(subject).first()).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 20_000 });
    },
    async count(to, subject) {
      await open(to);
      return named(subject).count();
    },
  };
}
