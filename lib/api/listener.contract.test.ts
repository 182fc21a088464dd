import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import * as compatMount from "@/app/compat/[[...route]]/route";
import * as nativeMount from "@/app/dashboard/[[...route]]/route";
import { setApp } from "@/lib/platform/context";
import { parseEnv } from "@/lib/platform/env";
import { rewriteHeaders } from "@/lib/platform/server/incoming";
import { sessionCookies } from "@/lib/values/session-cookies";
import { emptyDatabase } from "@/tests/support/database";
import { createUser, signIn, testPassword } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { createApiListener } from "./listener";

/* Clients must not see which listener answered. */

const origin = "http://localhost:3000";
const agent = { "user-agent": "a client" };

interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

interface People {
  user: Record<string, string>;
  bearer: Record<string, string>;
  admin: Record<string, string>;
  email: string;
}

type Answer = (asked: Asked) => Promise<Response>;

async function serve({ app }: TestContext): Promise<Answer> {
  const env = parseEnv({ APP_URL: origin });
  const answer = createApiListener(app);
  const server = createServer((request, response) => {
    rewriteHeaders(request, env);
    void answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return ({ path, headers, ...init }) =>
    fetch(`http://127.0.0.1:${port}${path}`, { ...init, headers: { ...agent, ...headers }, redirect: "manual" });
}

type Handlers = Record<string, (request: Request) => Response | Promise<Response>>;

function mount({ app, database }: TestContext): Answer {
  const env = parseEnv({ APP_URL: origin, DATABASE_URL: database.url });
  const hasher = Object.assign(app.hasher, { load: () => ({ running: 0, waiting: 0 }) });
  const gate = { isOpen: true };
  setApp({ ...app, hasher, env, gate, databaseUrl: database.url, pool: database.pool, close: async () => undefined });
  return async ({ path, method = "GET", headers, body }) => {
    const handlers: Handlers = path.startsWith("/dashboard") ? nativeMount : compatMount;
    const handler = handlers[method];
    if (!handler) throw new Error(`${path} has no handler for ${method}`);
    const address = { "x-forwarded-for": "127.0.0.1" };
    const init = { method, headers: { ...agent, ...address, ...headers }, ...(body === undefined ? {} : { body }) };
    return handler(new Request(`${origin}${path}`, init));
  };
}

const ofTheTransport = new Set(["date", "connection", "keep-alive", "content-length", "transfer-encoding"]);
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

async function seen(response: Response) {
  const cookies = response.headers.getSetCookie().map((line) => line.replace(/=[^;]+/, "=…"));
  const headers = [...response.headers]
    .filter(([name]) => !ofTheTransport.has(name) && name !== "set-cookie")
    .map(([name, value]): [string, string] => [name, value.replace(uuid, "id")]);
  const body = (await response.text())
    .replace(uuid, "id")
    .replace(moment, "moment")
    .replace(/eyJ[\w.-]+/g, "token");
  return { status: response.status, headers: Object.fromEntries(headers), cookies, body };
}

async function peopleOf(test: TestContext): Promise<People> {
  const user = await createUser(test);
  const admin = await createUser(test, { isAdmin: true });
  const { accessName, refreshName } = sessionCookies(origin);
  const cookie = async (who: typeof user) => {
    const { session } = await signIn(test, who);
    return { cookie: `${accessName}=${session.accessToken}; ${refreshName}=${session.refreshToken}` };
  };
  const { session } = await signIn(test, user);
  const bearer = { authorization: `Bearer ${session.accessToken}` };
  return { user: await cookie(user), bearer, admin: await cookie(admin), email: user.email };
}

const json = { "content-type": "application/json" };
const csrf = { "x-pacspace-csrf": "1" };
const auth = "/dashboard/auth";
const post = (path: string, body: string, headers: Record<string, string> = json): Asked => ({
  path,
  method: "POST",
  headers,
  ...(body === "" ? {} : { body }),
});
const requests: [name: string, status: number, (people: People) => Asked][] = [
  ["what anybody may ask", 200, () => ({ path: `${auth}/status` })],
  ["a document", 200, () => ({ path: `${auth}/openapi.json` })],
  ["a person by cookie", 200, ({ user }) => ({ path: `${auth}/profile`, headers: user })],
  ["a person by bearer token", 200, ({ bearer }) => ({ path: `${auth}/profile`, headers: bearer })],
  ["a HEAD", 200, ({ user }) => ({ path: `${auth}/profile`, method: "HEAD", headers: user })],
  ["a percent-encoded path", 404, ({ user }) => ({ path: `${auth}/%70rofile`, headers: user })],
  ["nobody", 401, () => ({ path: `${auth}/profile` })],
  ["HEAD of nobody", 401, () => ({ path: `${auth}/profile`, method: "HEAD" })],
  ["an unknown parameter", 400, ({ user }) => ({ path: `${auth}/profile?a=1&b=%00`, headers: user })],
  ["a broken parameter", 400, ({ user }) => ({ path: `${auth}/profile?a=%zz`, headers: user })],
  ["an unknown path", 404, () => ({ path: `${auth}/nothing` })],
  ["the base", 404, () => ({ path: "/dashboard" })],
  ["the base with a slash", 404, () => ({ path: "/dashboard/" })],
  ["no API at all", 404, () => ({ path: "/compat/nothing" })],
  ["a method that is not allowed", 405, ({ user }) => ({ path: `${auth}/profile`, method: "DELETE", headers: user })],
  ["OPTIONS", 405, () => ({ path: `${auth}/profile`, method: "OPTIONS" })],
  ["a sign-in", 200, ({ email }) => post(`${auth}/login`, JSON.stringify({ email, password: testPassword }))],
  ["a wrong password", 401, ({ email }) => post(`${auth}/login`, JSON.stringify({ email, password: "wrong one" }))],
  ["broken JSON", 400, () => post(`${auth}/login`, '{"email":')],
  ["a missing body", 400, () => post(`${auth}/login`, "")],
  ["a body of another type", 415, () => post(`${auth}/login`, "a=1", { "content-type": "text/plain" })],
  ["a body that is too large", 413, () => post(`${auth}/login`, JSON.stringify({ email: "x".repeat(70_000) }))],
  ["a foreign origin", 403, () => post(`${auth}/login`, "{}", { ...json, origin: "https://evil.example" })],
  ["a missing CSRF header", 403, ({ user }) => post(`${auth}/logout`, "", user)],
  ["a refresh", 200, ({ user }) => post(`${auth}/refresh-token`, "", { ...user, ...csrf })],
  ["a sign-out", 200, ({ user }) => post(`${auth}/logout`, "", { ...user, ...csrf })],
  [
    "a change",
    200,
    ({ user }) => ({ ...post(`${auth}/profile`, '{"name":"Ünï"}', { ...user, ...csrf, ...json }), method: "PATCH" }),
  ],
  ["a refused admin's list", 403, ({ user }) => ({ path: "/dashboard/admin/users", headers: user })],
  ["an admin's list", 200, ({ admin }) => ({ path: "/dashboard/admin/access-requests", headers: admin })],
  ["a file in pieces", 200, ({ admin }) => ({ path: "/dashboard/admin/audit/export?format=csv", headers: admin })],
  ["one's own data in pieces", 200, ({ user }) => ({ path: `${auth}/export`, headers: user })],
  ["Pandora before its setup", 403, () => ({ path: "/compat/pandora/api/auth/session" })],
  ["Pandora's base", 200, () => ({ path: "/compat/pandora/" })],
  ["Balance's broken JSON", 400, () => post("/compat/balance/dashboard/auth/login", "{")],
  ["Panguard's wrong password", 401, ({ email }) => post("/compat/panguard/api/auth/login", wrong(email))],
  ["Quazzar's nobody", 401, () => ({ path: "/compat/quazzar/users/me" })],
  ["Quazzar's unknown path", 404, () => ({ path: "/compat/quazzar/nothing" })],
];

function wrong(email: string): string {
  return JSON.stringify({ email, password: "another wrong one" });
}

describe("both doors answer alike", () => {
  it.each(requests)("%s: %i", async (_name, status, ask) => {
    const test = await testContext();
    const doors = [await serve(test), mount(test)];
    const answers = [];
    for (const door of doors) {
      await emptyDatabase(test.database.pool);
      answers.push(await seen(await door(ask(await peopleOf(test)))));
    }
    const [served, mounted] = answers;
    expect(served?.status).toBe(status);
    expect(withoutPeople(served)).toEqual(withoutPeople(mounted));
  });

  it("and leave the process's own Request and Response where they were", async () => {
    const own = [globalThis.Request, globalThis.Response];
    createApiListener((await testContext()).app);
    expect([globalThis.Request, globalThis.Response]).toEqual(own);
    expect(new Response("text")).toBeInstanceOf(Response);
  });
});

function withoutPeople(answer: unknown): string {
  return JSON.stringify(answer, null, 1).replace(/(person|company)-\d+/g, "$1");
}
