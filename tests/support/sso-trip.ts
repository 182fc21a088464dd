import NextAuth from "next-auth";
import { getApp, setApp } from "@/lib/platform/context";
import { ssoOptions } from "@/lib/web/sso/options";
import { type Answers, fakeIssuer } from "./fake-issuer";
import type { TestContext } from "./test-context";
import { openBrowser, type WebRequest } from "./web-request";

/** A browser that signs in at the fake issuer, through next-auth as the product configures it. */
export class SsoTrip {
  readonly browser: WebRequest;

  /** `environment`: what the product is configured with. */
  constructor(test: TestContext, environment: object) {
    this.browser = openBrowser(test);
    const app = getApp();
    setApp({ ...app, env: { ...app.env, ...environment } });
  }

  async leave(callbackUrl = "/account"): Promise<void> {
    const { json } = await this.#ask(["csrf"]);
    const { csrfToken } = json as { csrfToken: string };
    const { location } = await this.#ask(["signin", "oidc"], {}, { csrfToken, callbackUrl });
    fakeIssuer.asked = new URL(location).searchParams;
  }

  /** Returns where the browser is sent. */
  async comeBack(): Promise<URL> {
    const params = {
      code: "code",
      state: fakeIssuer.asked.get("state") ?? "",
      iss: undefined,
      ...fakeIssuer.answers.params,
    };
    const given = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const { location } = await this.#ask(["callback", "oidc"], Object.fromEntries(given));
    return new URL(location, "http://localhost:3000");
  }

  async travel(answers: Answers): Promise<URL> {
    fakeIssuer.answers = answers;
    await this.leave();
    return this.comeBack();
  }

  async #ask(nextauth: string[], query: Record<string, string> = {}, form?: Record<string, string>) {
    const { jar } = this.browser;
    let location = "";
    let json: unknown;
    const send = (sent: unknown) => {
      json = sent;
    };
    const response = {
      getHeader: () => undefined,
      setHeader(name: string, value: string | string[]) {
        if (name === "Location") location = String(value);
        if (name === "Set-Cookie") for (const line of [value].flat()) keepCookie(jar, line);
        return response;
      },
      status: () => response,
      send,
      json: send,
      end: () => undefined,
    };
    const request = {
      method: form ? "POST" : "GET",
      headers: {},
      body: form,
      url: `/api/auth/${nextauth.join("/")}`,
      cookies: Object.fromEntries(jar),
      query: { ...query, nextauth },
    };
    await NextAuth(request as never, response as never, ssoOptions());
    return { location, json };
  }
}

function keepCookie(jar: WebRequest["jar"], line: string): void {
  const [pair = ""] = line.split(";");
  const at = pair.indexOf("=");
  const value = decodeURIComponent(pair.slice(at + 1));
  if (value === "") jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), value);
}
