import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Mailbox, openMailbox } from "./mail";

interface Fixtures {
  /** Any other console error fails the test. */
  expectedConsoleErrors: RegExp[];
  /** A page in a new browser context. */
  visitor: () => Promise<Page>;
  mail: Mailbox;
}

/** Playwright's own script in a sandboxed frame. */
const ownLook = /Blocked script execution in 'about:srcdoc'/;

/** Collects errors, blocked resources and CSP violations. */
function watch(context: BrowserContext, errors: string[]): void {
  context.on("console", (message) => {
    if (message.type() === "error" && !ownLook.test(message.text()))
      errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => errors.push(String(error.error())));
}

export const test = base.extend<Fixtures & { errors: string[] }>({
  expectedConsoleErrors: [[], { option: true }],

  errors: [
    async ({ expectedConsoleErrors }, use) => {
      const errors: string[] = [];
      await use(errors);
      const unexpected = errors.filter((error) => !expectedConsoleErrors.some((expected) => expected.test(error)));
      expect(unexpected, "nothing in the browser's console").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, errors }, use) => {
    watch(context, errors);
    await use(context);
  },

  visitor: async ({ browser, errors, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext(contextOptions);
      watch(context, errors);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  mail: async ({ playwright, baseURL }, use) => {
    const request = await playwright.request.newContext({ baseURL });
    await use(openMailbox(request));
    await request.dispose();
  },
});

export { expect };
