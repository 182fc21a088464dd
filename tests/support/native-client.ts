import type { Hono } from "hono";
import { expect } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { documentedErrors } from "@/lib/api/http/api";
import { refusalSchema, successSchema } from "@/lib/api/pacspace/schemas";
import { localHeader, saidYes } from "@/lib/values/local-access";
import { nativeRoutes, routeAt } from "./api-routes";
import { type TestUser, totpCode } from "./factories";
import { checkInvariants } from "./invariants";
import type { TestContext } from "./test-context";

export interface Refusal {
  code: string;
  message: string;
  fieldErrors?: Record<string, string[]>;
  requestId: string;
}

export interface NativeAnswer {
  status: number;
  headers: Headers;
  setCookies: string[];
  data: unknown;
  message: string;
  error: Refusal | undefined;
}

interface Sent {
  json?: unknown;
  body?: BodyInit;
  headers?: Record<string, string>;
  /** Sends the CSRF header. Default true. */
  csrf?: boolean;
  withCookies?: boolean;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT" | "HEAD" | "OPTIONS";

/**
 * A program with a cookie jar in front of the native API. Every answer is checked on its way: envelope, data and
 * error as the OpenAPI document says for that endpoint, and what holds for every answer (invariants.ts).
 */
export class NativeClient {
  readonly cookies = new Map<string, string>();
  readonly api: Hono;

  constructor(
    private readonly test: TestContext,
    api?: Hono,
  ) {
    this.api = api ?? createApi(test.app);
  }

  another(): NativeClient {
    return new NativeClient(this.test, this.api);
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  get = (path: string, sent: Sent = {}) => this.send("GET", path, sent);
  post = (path: string, json?: unknown, sent: Sent = {}) => this.send("POST", path, { json, ...sent });
  patch = (path: string, json?: unknown, sent: Sent = {}) => this.send("PATCH", path, { json, ...sent });
  delete = (path: string, sent: Sent = {}) => this.send("DELETE", path, sent);

  async send(method: Method, path: string, sent: Sent = {}): Promise<NativeAnswer> {
    const url = path.startsWith("/dashboard/") ? path : `/dashboard/auth/${path}`;
    const response = await this.api.request(`http://localhost:3000${url}`, {
      method,
      headers: this.#headers(method, sent),
      body: sent.json === undefined ? sent.body : JSON.stringify(sent.json),
    });
    const text = await response.text();
    const answer = answerOf(text, response);
    const setCookies = response.headers.getSetCookie();
    const where = `${method} ${url} ${response.status} ${text}`;
    checkInvariants({ where, path: url, json: sent.json, response, text, log: this.test.log });
    checkAnswer(method, url, response, answer, where);
    this.#keep(setCookies);
    const { data, message, error } = answer;
    return { status: response.status, headers: response.headers, setCookies, data, message, error };
  }

  async signIn(user: TestUser): Promise<NativeAnswer> {
    const code = user.totpSecret ? { code: await totpCode(this.test, user.totpSecret) } : {};
    const answer = await this.post("login", { email: user.email, password: user.password, ...code });
    expect(answer.status, JSON.stringify(answer.error)).toBe(200);
    return answer;
  }

  #headers(method: Method, { json, headers, csrf = true, withCookies = true }: Sent): Record<string, string> {
    const isUnsafe = !["GET", "HEAD", "OPTIONS"].includes(method);
    return {
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...(withCookies && this.cookies.size > 0 ? { cookie: this.cookieHeader } : {}),
      ...(isUnsafe && csrf ? { "x-pacspace-csrf": "1" } : {}),
      [localHeader]: saidYes,
      ...headers,
    };
  }

  #keep(setCookies: string[]): void {
    for (const line of setCookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function answerOf(text: string, { headers }: Response) {
  if (text === "" || !headers.get("content-type")?.startsWith("application/json")) return { data: text };
  const body = JSON.parse(text);
  return Array.isArray(body) ? { data: body } : body;
}

function checkAnswer(method: string, path: string, response: Response, body: unknown, where: string): void {
  if (method === "HEAD") return;
  const [pathname = ""] = path.split("?");
  const { api, route } = routeAt(nativeRoutes, method, pathname) ?? {};
  const type = response.headers.get("content-type");
  const fileTypes = response.status < 400 ? route?.fileTypes : undefined;
  if (!fileTypes) expect(type, where).toBe("application/json; charset=utf-8");
  if (response.status < 400) {
    if (!api || !route) return;
    expect(response.status, where).toBe(route.status);
    if (fileTypes) {
      expect(fileTypes.map((fileType) => `${fileType}; charset=utf-8`)).toContain(type);
      return;
    }
    expect(successSchema(route.output).safeParse(body).error?.issues, where).toBeUndefined();
    return;
  }
  const { error } = refusalSchema.parse(body);
  expect(response.headers.get("x-request-id"), where).toBe(error.requestId);
  if (!api || !route) return;
  const documented = documentedErrors(api, route)
    .map((code) => api.errorOf({ code }, ""))
    .filter(({ status }) => status === response.status);
  expect(
    documented.map(({ name }) => name),
    where,
  ).toContain(error.code);
}

/** The string at a dotted path of an answer's data. Throws when there is none. */
export function textAt({ data }: NativeAnswer, path: string): string {
  let value: unknown = data;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | null)?.[key];
  if (typeof value !== "string") throw new Error(`No text at ${path} of ${JSON.stringify(data)}`);
  return value;
}
