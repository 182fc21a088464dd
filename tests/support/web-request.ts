import type { NextAuthOptions } from "next-auth";
import { createFormatter, createTranslator } from "next-intl";
import { vi } from "vitest";
import { getApp, setApp } from "@/lib/platform/context";
import { parseEnv } from "@/lib/platform/env";
import { sessionCookies } from "@/lib/values/session-cookies";
import { loadMessages } from "@/lib/web/messages";
import type { TestContext } from "./test-context";

/*
 * What Next gives to a page, an action and a route handler, for tests that run without Next. `setup-next.ts` puts the
 * functions below in place of `next/headers`, `next-auth` and `next-intl/server`; next-auth itself is the real one.
 */

interface SetCookie {
  name: string;
  value: string;
  maxAge?: number;
  expires?: Date;
}

/** The browser's side: the cookies that it holds, and the headers of its next request. */
export class WebRequest {
  readonly jar = new Map<string, string>();
  /** Every cookie that an answer set, with its attributes. */
  readonly written: SetCookie[] = [];
  headers = new Headers();

  keep(cookie: SetCookie): void {
    this.written.push(cookie);
    if (cookie.maxAge === 0) this.jar.delete(cookie.name);
    else this.jar.set(cookie.name, cookie.value);
  }
}

let present = new WebRequest();

/** Begins a browser with an empty jar, against the test's app. */
export function openBrowser({ app, database }: TestContext): WebRequest {
  // As the server and next.config.ts set them.
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

/** Begins a page that is asked for with these headers, without cookies. The app stays as it is. */
export function openPage(headers: Headers): void {
  present = Object.assign(new WebRequest(), { headers });
}

/** Puts a session's tokens into the browser's jar. */
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
    // Not at the top: it asks for next/headers, whose mock is being made out of this very file.
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

/** next-auth as it is, given the request that it would ask Next for. */
export function nextAuth(actual: { getServerSession: ReadSession; default: Handler }) {
  const incoming = () => ({ headers: {}, cookies: Object.fromEntries(present.jar), method: "GET" });
  return {
    getServerSession: (options: NextAuthOptions) => actual.getServerSession(incoming(), silentResponse(), options),
    /** As Next calls it, with options alone, or as a plain handler of a request and a response. */
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
