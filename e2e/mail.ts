import { type APIRequestContext, expect } from "@playwright/test";

export interface Mailbox {
  /** The newest link with a token. `not`: an older link to skip. */
  link(to: string, subject: RegExp, options?: { not?: string }): Promise<string>;
  arrived(to: string, subject: RegExp): Promise<void>;
  count(to: string, subject: RegExp): Promise<number>;
}

const entry = /href="(\/dev\/mailbox\/[0-9a-f-]{36})"[^>]*>\s*<span[^>]*>([^<]*)</g;
/** Includes the undo period of decisions. */
const deliveryMilliseconds = 60_000;
const tokenLink = /href="(https?:\/\/[^"]+\?token=[\w-]+)"/;

/** The built-in mailbox, newest first. */
export function openMailbox(request: APIRequestContext): Mailbox {
  const read = async (path: string) => (await request.get(path)).text();
  const list = async (to: string, subject: RegExp) => {
    const page = await read(`/dev/mailbox?to=${encodeURIComponent(to)}`);
    return [...page.matchAll(entry)].flatMap(([, path = "", title = ""]) => (subject.test(title) ? [path] : []));
  };
  return {
    async link(to, subject, { not } = {}) {
      let found: string | undefined;
      const look = async () => {
        const [newest] = await list(to, subject);
        found = newest === undefined ? undefined : tokenLink.exec(await read(newest))?.[1];
        return found !== undefined && found !== not;
      };
      await expect
        .poll(look, { message: `a mail to ${to} about ${subject}`, timeout: deliveryMilliseconds })
        .toBe(true);
      return found ?? "";
    },
    async arrived(to, subject) {
      const look = async () => (await list(to, subject)).length;
      await expect
        .poll(look, { message: `a mail to ${to} about ${subject}`, timeout: deliveryMilliseconds })
        .toBeGreaterThan(0);
    },
    count: async (to, subject) => (await list(to, subject)).length,
  };
}
