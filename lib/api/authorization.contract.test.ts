import { beforeEach, describe, expect, it } from "vitest";
import { bodyOf, guardedBody, realIdIn } from "@/tests/support/acceptable-requests";
import { allRoutes, nativeRoutes } from "@/tests/support/api-routes";
import { type Credential, digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { type Method, NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";
import { createApi } from "./create-api";

const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";

let world: Inhabited;
let api: NativeClient;

/** Sends invalid input, so that nothing changes. */
async function knock(name: string, who: Credential): Promise<string> {
  return call(name, who, realIdIn(name, world), { "no-such-field": 1 });
}

async function call(name: string, who: Credential, id: string, json: unknown): Promise<string> {
  const [method = "", path = ""] = name.split(" ");
  const isRead = method === "GET";
  const query = isRead && json !== undefined ? "?no-such-field=1" : "";
  const sent = { headers: { ...who }, ...(isRead ? {} : { json }) };
  const { status, error } = await api.send(method as Method, `${path.replace("{id}", id)}${query}`, sent);
  return `${status}${error ? ` ${error.code}` : ""}`;
}

/** Return these before the step-up error. */
const otherwise: Record<string, string> = {
  "POST /dashboard/auth/mfa/disable": "409 MFA_NOT_ENABLED",
  "POST /dashboard/auth/mfa/recovery-codes": "409 MFA_NOT_ENABLED",
  "DELETE /dashboard/auth/account": "401 INVALID_CREDENTIALS",
  "POST /dashboard/auth/change-password": "401 INVALID_CREDENTIALS",
};

const passes = "400 VALIDATION_FAILED";
const anonymous = "401 UNAUTHENTICATED";
const forbidden = "403 FORBIDDEN";
const noKey = "403 API_KEY_NOT_ALLOWED";

const answers = {
  anonymous: { public: passes, user: anonymous, key: anonymous, reviewer: anonymous, admin: anonymous },
  user: { public: passes, user: passes, key: passes, reviewer: forbidden, admin: forbidden },
  reviewer: { public: passes, user: passes, key: passes, reviewer: passes, admin: forbidden },
  admin: { public: passes, user: passes, key: passes, reviewer: passes, admin: passes },
  key: { public: passes, user: noKey, key: passes, reviewer: noKey, admin: noKey },
} as const;

async function deviations(who: Credential, expected: (typeof answers)[keyof typeof answers]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, access } of nativeRoutes) {
    const isRefused = expected[access] !== passes;
    const answer = await (isRefused ? call(name, who, realIdIn(name, world), bodyOf(name)) : knock(name, who));
    if (answer !== expected[access]) found.push(`${name}: ${answer}, not ${expected[access]}`);
  }
  return found;
}

const publicRoutes = [
  "POST /dashboard/auth/request-access",
  "POST /dashboard/auth/register",
  "GET /dashboard/auth/verify",
  "POST /dashboard/auth/resend-verification-email",
  "POST /dashboard/auth/login",
  "POST /dashboard/auth/login/mfa-verify",
  "POST /dashboard/auth/login/passkey-options",
  "POST /dashboard/auth/login/passkey",
  "POST /dashboard/auth/login/mfa-passkey-options",
  "POST /dashboard/auth/login/mfa-passkey",
  "POST /dashboard/auth/refresh-token",
  "POST /dashboard/auth/logout",
  "POST /dashboard/auth/request-password-reset",
  "POST /dashboard/auth/reset-password",
  "GET /dashboard/auth/verify-email-change",
  "POST /dashboard/auth/not-me",
  "POST /dashboard/auth/mfa/keep-by-link",
  "POST /dashboard/auth/account/keep-by-link",
  "POST /dashboard/auth/team/register",
  "GET /dashboard/auth/status",
  "POST /dashboard/auth/setup",
  "POST /compat/balance/dashboard/auth/register",
  "GET /compat/balance/dashboard/auth/verify",
  "POST /compat/balance/dashboard/auth/resend-verification-email",
  "POST /compat/balance/dashboard/auth/login",
  "POST /compat/balance/dashboard/auth/request-password-reset",
  "POST /compat/balance/dashboard/auth/reset-password",
  "POST /compat/panguard/api/auth/register",
  "POST /compat/panguard/api/auth/login",
  "POST /compat/panguard/api/auth/forgot-password",
  "POST /compat/panguard/api/auth/reset-password",
  "GET /compat/pandora",
  "POST /compat/pandora/api/auth/setup",
  "POST /compat/pandora/api/auth/login",
  "POST /compat/pandora/api/auth/refresh",
  "POST /compat/quazzar/auth/login",
  "POST /compat/quazzar/auth/register",
  "POST /compat/quazzar/auth/password-reset/request",
  "POST /compat/quazzar/auth/password-reset/confirm",
];

describe("the routes", () => {
  it("that work without signing in are exactly those of the list", () => {
    const found = allRoutes.filter(({ access }) => access === "public").map(({ name }) => name);
    expect(found.sort()).toEqual(publicRoutes.sort());
  });

  it("are all mounted and documented, and nothing else is", async () => {
    const { app } = await testContext();
    const api = createApi(app);
    const mounted = api.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace(":id", "{id}")}`);
    const documents = mounted.filter((name) => name.endsWith("/openapi.json"));
    const declared = allRoutes.map(({ name }) => name);
    const served = new Set(mounted.filter((name) => !documents.includes(name) && name !== "GET /compat/pandora/"));
    expect([...served].sort()).toEqual([...declared].sort());
    const documented: string[] = [];
    for (const name of documents) {
      const answer = await api.request(`http://localhost:3000${name.split(" ")[1]}`);
      const { paths } = (await answer.json()) as { paths: Record<string, object> };
      for (const [path, item] of Object.entries(paths)) {
        for (const method of Object.keys(item)) documented.push(`${method.toUpperCase()} ${path}`);
      }
    }
    expect(documented.sort()).toEqual(declared.sort());
  });
});

describe("every endpoint of the native API", { timeout: 180_000 }, () => {
  beforeEach(async () => {
    world = await inhabited();
    api = new NativeClient(world.test);
  });

  it("rejects anonymous callers and invalid credentials, and does nothing", async () => {
    const before = await digests(world.test);
    for (const [who, credential] of Object.entries(world.nobodies)) {
      expect({ who, deviations: await deviations(credential, answers.anonymous) }).toEqual({ who, deviations: [] });
    }
    expect(await digests(world.test)).toEqual(before);
  });

  it("rejects every caller without the role, and does nothing", async () => {
    const callers = [
      ["owner", world.owns, answers.user],
      ["member", world.member, answers.user],
      ["another tenant", world.stranger, answers.user],
      ["reviewer", world.reviewer, answers.reviewer],
      ["admin", world.admin, answers.admin],
      ["admin with an old proof", world.staleAdmin, answers.admin],
    ] as const;
    const before = await digests(world.test);
    for (const [who, credential, expected] of callers) {
      expect({ who, deviations: await deviations(credential, expected) }).toEqual({ who, deviations: [] });
    }
    expect(await digests(world.test)).toEqual(before);
    // Excludes the key's last-use event, written at most once a minute.
    const { audit_events: _noted, ...rest } = before;
    expect(await deviations(world.key, answers.key)).toEqual([]);
    expect(await digests(world.test)).toMatchObject(rest);
  });

  it("answers another user's id like an unknown one, and does nothing", async () => {
    const before = await digests(world.test);
    const found: string[] = [];
    for (const { name, whose } of nativeRoutes) {
      if (whose !== "own" && whose !== "tenant") continue;
      const others =
        whose === "own" ? { stranger: world.stranger, member: world.member } : { stranger: world.stranger };
      for (const [who, credential] of Object.entries({ ...others, admin: world.admin })) {
        const body = bodyOf(name);
        const foreign = await call(name, credential, realIdIn(name, world), body);
        const unknown = await call(name, credential, unknownId, body);
        const odd = await call(name, credential, encodeURIComponent("1 OR 1=1"), body);
        if (!/^404 \w+_NOT_FOUND$/.test(foreign) || foreign !== unknown || foreign !== odd) {
          found.push(`${name} by ${who}: ${foreign}, ${unknown}, ${odd}`);
        }
      }
    }
    expect(found).toEqual([]);
    expect(await digests(world.test)).toEqual(before);
  });

  it("rejects a member where only an owner may act", async () => {
    const before = await digests(world.test);
    const decided = nativeRoutes.filter(({ name }) => /(PATCH|team\/(members|invitations|transfer))/.test(name));
    for (const { name } of decided.filter(({ name: one }) => / \/dashboard\/auth\/team/.test(one))) {
      expect(`${name}: ${await call(name, world.member, realIdIn(name, world), bodyOf(name))}`).toBe(
        `${name}: 403 OWNER_REQUIRED`,
      );
    }
    const project = "DELETE /dashboard/auth/projects/{id}";
    expect(await call(project, world.member, world.project, {})).toBe("403 OWNER_REQUIRED");
    expect(await digests(world.test)).toEqual(before);
  });

  it("rejects actions that need step-up when it is older than ten minutes", async () => {
    const { attempt_budgets: _counted, audit_events: _recorded, ...before } = await digests(world.test);
    const events = () => world.test.ctx.db.auditEvent.count({ where: { action: { not: "attempt.failed" } } });
    const eventsBefore = await events();
    const found: string[] = [];
    for (const { name, access, needsStepUp } of nativeRoutes) {
      if (!needsStepUp) continue;
      const who = access === "user" ? world.staleOwner : world.staleAdmin;
      const answer = await call(name, who, realIdIn(name, world), guardedBody(name, world));
      if (answer !== (otherwise[name] ?? "403 STEP_UP_REQUIRED")) found.push(`${name}: ${answer}`);
    }
    expect(found).toEqual([]);
    expect(await digests(world.test)).toMatchObject(before);
    expect(await events()).toBe(eventsBefore);
  });
});
