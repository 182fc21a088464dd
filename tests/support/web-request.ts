import type { NextAuthOptions } from "next-auth";
import { createFormatter, createTranslator } from "next-intl";
import { vi } from "vitest";
import { getApp, setApp } from "@/lib/platform/context";
import { parseEnv } from "@/lib/platform/env";
import { sessionCookies } from "@/lib/values/session-cookies";
import { loadMessages } from "@/lib/web/messages";
import type { TestContext } from "./test-context";

/**
 * Next's request APIs for tests without Next. setup-next.ts mocks `next/headers`, `next-auth` and `next-intl/server`
 * with them.
 */

interface SetCookie {
  name: string;
  value: string;
  maxAge?: number;
  expires?: Date;
}

export class WebRequest {
  readonly jar = new Map<string, string>();
  readonly written: SetCookie[] = [];
  headers = new Headers();

  keep(cookie: SetCookie): void {
    this.written.push(cookie);
    if (cookie.maxAge === 0) this.jar.delete(cookie.name);
    else this.jar.set(cookie.name, cookie.value);
  }
}

let present = new WebRequest();

export function openBrowser({ app, database }: TestContext): WebRequest {
  vi.stubEnv("NEXTAUTH_URL", app.config.appUrl);
  vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");
  const env = parseEnv({ NODE_ENV: "test", APP_URL: app.config.appUrl });
  const hasher = Object.assign(app.hasher, { load: () => ({ running: 0, waiting: 0 }) });
  setApp({
    ...app,
    env,
    databaseUrl: "",
    pool: database.pool,
    gate: { isOpen: true },
    hasher,
    close: async () => undefined,
  });
  present = new WebRequest();
  return present;
}

export function openPage(headers: Headers): void {
  present = Object.assign(new WebRequest(), { headers });
}

export function holdSession(browser: WebRequest, session: { accessToken?: string; refreshToken?: string }): void {
  const { accessName, refreshName } = sessionCookies(getApp().config.appUrl);
  if (session.accessToken) browser.jar.set(accessName, session.accessToken);
  if (session.refreshToken) browser.jar.set(refreshName, session.refreshToken);
}

export const nextHeaders = {
  headers: async () => present.headers,
  cookies: async () => ({
    get: (name: string) => {
      const value = present.jar.get(name);
      return value === undefined ? undefined : { name, value };
    },
    set: (cookie: SetCookie) => present.keep(cookie),
  }),
};

export const nextIntlServer = {
  async getTranslations(namespace: "errors" | "rules") {
    // Imported late: it imports next/headers, which this file mocks.
    const { requestLocale } = await import("@/lib/web/context");
    const locale = await requestLocale();
    return createTranslator({ locale, messages: await loadMessages[locale](), namespace, timeZone: "UTC" });
  },
  async getFormatter() {
    const { requestLocale } = await import("@/lib/web/context");
    return createFormatter({ locale: await requestLocale(), timeZone: "UTC" });
  },
};

type ReadSession = (request: object, response: object, options: NextAuthOptions) => Promise<unknown>;
type Handler = (request: object, response: object, options: NextAuthOptions) => Promise<void>;

/** The real next-auth with this file's request. */
export function nextAuth(actual: { getServerSession: ReadSession; default: Handler }) {
  const incoming = () => ({ headers: {}, cookies: Object.fromEntries(present.jar), method: "GET" });
  return {
    getServerSession: (options: NextAuthOptions) => actual.getServerSession(incoming(), silentResponse(), options),
    default: (...given: [NextAuthOptions] | Parameters<Handler>) =>
      given.length === 3 ? actual.default(...given) : answerAsRoute(actual.default, incoming(), given[0]),
  };
}

function answerAsRoute(handler: Handler, request: object, options: NextAuthOptions) {
  return async () => {
    const headers = new Headers();
    let body: unknown;
    const response = {
      ...silentResponse(),
      status: () => response,
      setHeader: (name: string, value: string | string[]) => {
        headers.delete(name);
        for (const single of [value].flat()) headers.append(name, single);
      },
      send: (sent: unknown) => {
        body = sent;
      },
    };
    await handler({ ...request, query: { nextauth: ["session"] } }, response, options);
    return new Response(JSON.stringify(body), { headers });
  };
}

function silentResponse() {
  return { getHeader: () => undefined, setHeader: () => undefined };
}
