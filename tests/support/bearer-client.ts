import type { Hono } from "hono";
import { expect } from "vitest";
import { createApi } from "@/lib/api/create-api";
import type { Api } from "@/lib/api/http/api";
import { localHeader, saidYes } from "@/lib/values/local-access";
import { checkInvariants } from "./invariants";
import type { TestContext } from "./test-context";

export interface BearerAnswer {
  status: number;
  headers: Headers;
  /** Checked by the route's schema, or the API's error schema. */
  body: unknown;
}

interface Sent {
  json?: unknown;
  body?: BodyInit;
  token?: string | null;
  headers?: Record<string, string>;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT" | "HEAD" | "OPTIONS";

/**
 * HTTP client of a bearer-token API. Checks every answer against the route's or the error's schema and invariants.ts.
 */
export class BearerClient {
  token: string | null = null;
  readonly hono: Hono;

  constructor(
    private readonly test: TestContext,
    private readonly api: Api,
  ) {
    this.hono = createApi(test.app);
  }

  get = (path: string, sent: Sent = {}) => this.send("GET", path, sent);
  post = (path: string, json?: unknown, sent: Sent = {}) => this.send("POST", path, { json, ...sent });
  patch = (path: string, json?: unknown, sent: Sent = {}) => this.send("PATCH", path, { json, ...sent });
  delete = (path: string, json?: unknown, sent: Sent = {}) => this.send("DELETE", path, { json, ...sent });

  async send(
    method: Method,
    path: string,
    { json, body: raw, token = this.token, headers = {} }: Sent = {},
  ): Promise<BearerAnswer> {
    const response = await this.hono.request(`http://localhost:3000${this.api.base}${path}`, {
      method,
      headers: {
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        [localHeader]: saidYes,
        ...headers,
      },
      ...(json === undefined ? { body: raw } : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    const where = `${method} ${path} ${response.status} ${text}`;
    checkInvariants({ where, path, json, response, text, log: this.test.log });
    this.#check(method, path, response, body, where);
    return { status: response.status, headers: response.headers, body };
  }

  #check(method: string, path: string, response: Response, body: unknown, where: string): void {
    expect(response.headers.getSetCookie(), where).toEqual([]);
    if (method === "HEAD") return;
    const [pathname = ""] = path.split("?");
    const route = this.api.routes.find(
      (one) =>
        one.method.toUpperCase() === method && new RegExp(`^${one.path.replace("{id}", "[^/]+")}$`).test(pathname),
    );
    if (response.status >= 400) {
      expect(this.api.errorSchema.safeParse(body).error?.issues, where).toBeUndefined();
    } else if (route) {
      expect(route.output.safeParse(body).error?.issues, where).toBeUndefined();
    }
  }
}

/** The string at a dotted path of an answer. Throws when there is none. */
export function bodyText({ body }: BearerAnswer, path: string): string {
  let value: unknown = body;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | null)?.[key];
  if (typeof value !== "string") throw new Error(`No text at ${path} of ${JSON.stringify(body)}`);
  return value;
}
