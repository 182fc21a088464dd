import type { Hono } from "hono";
import { vi } from "vitest";
import { compatApis } from "@/lib/api/apis";
import { refusalSchema } from "@/lib/api/pacspace/schemas";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Result } from "@/lib/core/kernel/result";
import { localHeader, saidYes } from "@/lib/values/local-access";
import { sessionCookies } from "@/lib/values/session-cookies";
import { type TestContext, testContext } from "@/tests/support/test-context";

type Mount = (app: TestContext["app"]) => Hono;

const instances = 2;
let mounts: Promise<Mount[]> | undefined;

/** `code` is "ok", the error's code, or "" for APIs without codes. */
export interface Outcome {
  status: number;
  code: string;
  body: unknown;
  headers: Headers;
}

interface Asked {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  json?: unknown;
  session?: string;
  refresh?: string;
  /** Of a bearer API, or an API key. */
  token?: string;
}

/** Two instances on one database: APIs and core are loaded twice, so that no state in memory is shared. */
export interface Instances {
  test: TestContext;
  /** Alternates by `index`. */
  ask(index: number, asked: Asked): Promise<Outcome>;
}

export async function openInstances(options: Parameters<typeof testContext>[0] = {}): Promise<Instances> {
  const test = await testContext(options);
  mounts ??= loadTwice();
  const apis = (await mounts).map((mount) => mount(test.app));
  return {
    test,
    async ask(index, asked) {
      const api = apis[index % apis.length];
      if (!api) throw new Error("No instance");
      return outcomeOf(asked.path, await api.fetch(requestOf(test, asked)));
    },
  };
}

async function loadTwice(): Promise<Mount[]> {
  const loaded: Mount[] = [];
  for (let count = 0; count < instances; count += 1) {
    vi.resetModules();
    const { createApi } = await import("@/lib/api/create-api");
    loaded.push(createApi);
  }
  return loaded;
}

function requestOf({ app }: TestContext, { json, method = "POST", path, refresh, session, token }: Asked): Request {
  const { accessName, refreshName } = sessionCookies(app.config.appUrl);
  const cookies = [
    ...(session === undefined ? [] : [`${accessName}=${session}`]),
    ...(refresh === undefined ? [] : [`${refreshName}=${refresh}`]),
  ];
  const headers = {
    "x-pacspace-csrf": "1",
    [localHeader]: saidYes,
    ...(cookies.length > 0 ? { cookie: cookies.join("; ") } : {}),
    ...(json === undefined ? {} : { "content-type": "application/json" }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  return new Request(`${app.config.appUrl}${path}`, { method, headers, ...body });
}

/** Throws when an error doesn't match its API's documented form. */
async function outcomeOf(path: string, response: Response): Promise<Outcome> {
  const { status, headers } = response;
  const body: unknown = await response.json();
  if (status < 400) return { status, code: "ok", body, headers };
  const api = compatApis.find(({ base }) => path.startsWith(base));
  const schema = api ? api.errorSchema : refusalSchema;
  if (!schema.safeParse(body).success) throw new Error(`${path} ${status} refuses with ${JSON.stringify(body)}`);
  return { status, code: codeIn(body), body, headers };
}

function codeIn(body: unknown): string {
  const at = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  const code = at(at(body, "error"), "code") ?? at(body, "code");
  return typeof code === "string" ? code : "";
}

/** For use cases without an endpoint: a throw counts as 500. */
export async function outcomeOfCore(work: Promise<Result<unknown, ErrorCode>>): Promise<Outcome> {
  const headers = new Headers();
  try {
    const result = await work;
    if (result.ok) return { status: 200, code: "ok", body: result.value, headers };
    return { status: 400, code: result.error.code.toUpperCase(), body: result.error, headers };
  } catch (thrown) {
    return { status: 500, code: String(thrown), body: null, headers };
  }
}
