import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Mailbox, openMailbox } from "./mail";

interface Fixtures {
  /** What this test provokes in the browser's console; anything else there fails it. */
  expectedConsoleErrors: RegExp[];
  /** Another person: a browser of their own, without this one's cookies. */
  visitor: () => Promise<Page>;
  mail: Mailbox;
}

/** The tests' own look into a sandboxed frame, which runs no script. */
const ownLook = /Blocked script execution in 'about:srcdoc'/;

/** The page's faults, its refused resources and its violated content policy. */
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
