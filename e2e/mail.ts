import { type APIRequestContext, expect } from "@playwright/test";

export interface Mailbox {
  /** The link with a token in the newest mail with this subject, as its reader would follow it. `not`: an older one. */
  link(to: string, subject: RegExp, options?: { not?: string }): Promise<string>;
  /** Waits until a mail with this subject has arrived. */
  arrived(to: string, subject: RegExp): Promise<void>;
  /** How many mails with this subject have arrived by now. */
  count(to: string, subject: RegExp): Promise<number>;
}

const entry = /href="(\/dev\/mailbox\/[0-9a-f-]{36})"[^>]*>\s*<span[^>]*>([^<]*)</g;
/** A decision made in the browser holds its mail back for a while, so that it can be undone. */
const arrivalMilliseconds = 60_000;
const tokenLink = /href="(https?:\/\/[^"]+\?token=[\w-]+)"/;

/** The built-in mailbox: its pages are read, newest mail first, without a browser. */
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
      await expect.poll(look, { message: `a mail to ${to} about ${subject}`, timeout: arrivalMilliseconds }).toBe(true);
      return found ?? "";
    },
    async arrived(to, subject) {
      const look = async () => (await list(to, subject)).length;
      await expect
        .poll(look, { message: `a mail to ${to} about ${subject}`, timeout: arrivalMilliseconds })
        .toBeGreaterThan(0);
    },
    count: async (to, subject) => (await list(to, subject)).length,
  };
}
