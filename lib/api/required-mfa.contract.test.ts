import { describe, expect, it } from "vitest";
import { type ApiRoute, allRoutes, compatRoutes, nativeRoutes } from "@/tests/support/api-routes";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, totpCode } from "@/tests/support/factories";
import { type Credential, digests, type Inhabited, inhabited } from "@/tests/support/inhabited";
import { type Method, NativeClient, textAt } from "@/tests/support/native-client";
import { ownedBy } from "@/tests/support/pandora";
import { enrolAll, requireMfaOfAll } from "@/tests/support/required-mfa";
import { type TestContext, testContext } from "@/tests/support/test-context";
import type { Api } from "./http/api";

/** Listed by hand. */
const allowed = new Set([
  "GET /dashboard/auth/profile",
  "POST /dashboard/auth/change-password",
  "POST /dashboard/auth/mfa/setup",
  "POST /dashboard/auth/mfa/enable",
  "GET /dashboard/auth/mfa/status",
  "GET /dashboard/auth/passkeys",
  "POST /dashboard/auth/passkeys/registration-options",
  "POST /dashboard/auth/passkeys",
  "POST /dashboard/auth/step-up",
  "POST /dashboard/auth/step-up/passkey-options",
  "POST /dashboard/auth/step-up/passkey",
  "GET /compat/balance/dashboard/auth/profile",
  "POST /compat/balance/dashboard/auth/change-password",
  "POST /compat/panguard/api/auth/logout",
  "GET /compat/panguard/api/auth/me",
  "POST /compat/panguard/api/auth/totp/setup",
  "POST /compat/panguard/api/auth/totp/verify",
  "GET /compat/panguard/api/auth/totp/status",
  "POST /compat/pandora/api/auth/logout",
  "POST /compat/pandora/api/auth/change-password",
  "POST /compat/quazzar/auth/logout",
  "POST /compat/quazzar/auth/totp/provision",
  "POST /compat/quazzar/auth/totp/verify",
  "GET /compat/quazzar/users/me",
]);

const unknownId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const needsSetup = "403 MFA_SETUP_REQUIRED";

/** Sends invalid input, so that nothing changes. */
async function knock(api: NativeClient, world: Inhabited, name: string, who: Credential): Promise<string> {
  const [method = "", path = ""] = name.split(" ");
  const prefixes = Object.keys(world.ids).filter((prefix) => path.startsWith(prefix));
  const id = world.ids[prefixes.sort((one, other) => other.length - one.length)[0] ?? ""] ?? unknownId;
  const isRead = method === "GET";
  const sent = { headers: { ...who }, ...(isRead ? {} : { json: { "no-such-field": 1 } }) };
  const target = `${path.replace("{id}", id)}${isRead ? "?no-such-field=1" : ""}`;
  const { status, error } = await api.send(method as Method, target, sent);
  return `${status}${error ? ` ${error.code}` : ""}`;
}

type Caller = "owner" | "reviewer" | "admin" | "key";

function usual({ access }: ApiRoute, caller: Caller): string {
  const passes = "400 VALIDATION_FAILED";
  if (access === "public") return passes;
  if (caller === "key") return access === "key" ? passes : "403 API_KEY_NOT_ALLOWED";
  if (access === "admin") return caller === "admin" ? passes : "403 FORBIDDEN";
  if (access === "reviewer") return caller === "owner" ? "403 FORBIDDEN" : passes;
  return passes;
}

function confined(endpoint: ApiRoute, caller: Caller): string {
  const isAsked = endpoint.access !== "public" && !allowed.has(endpoint.name);
  const isKeyRefused = caller === "key" && endpoint.access !== "key";
  return isAsked && !isKeyRefused ? needsSetup : usual(endpoint, caller);
}

async function found(world: Inhabited) {
  const api = new NativeClient(world.test);
  const callers = { owner: world.owns, reviewer: world.reviewer, admin: world.admin, key: world.key };
  const answers: string[] = [];
  for (const [caller, credential] of Object.entries(callers)) {
    for (const { name } of nativeRoutes) {
      answers.push(`${caller} ${name}: ${await knock(api, world, name, credential)}`);
    }
  }
  return answers;
}

function expected(answer: typeof usual): string[] {
  const callers: Caller[] = ["owner", "reviewer", "admin", "key"];
  return callers.flatMap((caller) =>
    nativeRoutes.map((endpoint) => `${caller} ${endpoint.name}: ${answer(endpoint, caller)}`),
  );
}

describe("required two-factor authentication at the native API", { timeout: 180_000 }, () => {
  it("lets everybody work during the seven days", async () => {
    const world = await inhabited();
    await requireMfaOfAll(world.test, { days: 6.9 });
    expect(await found(world)).toEqual(expected(usual));
  });

  it("refuses everything but the set-up after them, to sessions and API keys that were there before, and does nothing", async () => {
    const world = await inhabited();
    await requireMfaOfAll(world.test, { days: 7 });
    // Excludes the key's last-use event, written at most once a minute.
    const { audit_events: _noted, ...before } = await digests(world.test);
    expect(await found(world)).toEqual(expected(confined));
    expect(await digests(world.test)).toMatchObject(before);
  });

  it("lets everybody work again who has set it up", async () => {
    const world = await inhabited();
    await requireMfaOfAll(world.test, { days: 30 });
    await enrolAll(world.test);
    expect(await found(world)).toEqual(expected(usual));
  });

  it("declares in the code what works before, and nothing else", () => {
    const found = allRoutes.filter(({ route }) => route.allowedBeforeMfa).map(({ name }) => name);
    expect(found.sort()).toEqual([...allowed].sort());
  });
});

/** Uses a session per route, because some routes end it. */
async function callBearer(test: TestContext, api: Api, name: string) {
  const user = await createUser(test, { isAdmin: true });
  await test.ctx.db.user.update({ where: { id: user.id }, data: { createdAt: new Date(0) } });
  const { session } = await signIn(test, user, api.name);
  return () => send(test, api, name, session.accessToken);
}

async function send(test: TestContext, api: Api, name: string, token: string, input: unknown = {}) {
  const [method = "", path = ""] = name.split(" ");
  const below = path.slice(api.base.length).replace("{id}", unknownId);
  const json = method === "GET" ? {} : { json: input };
  return new BearerClient(test, api).send(method as Method, below, { token, ...json });
}

const bearer = compatRoutes.filter(({ access }) => access !== "public");

describe("required two-factor authentication at the APIs of bearer tokens", { timeout: 180_000 }, () => {
  it.each([
    ["during the seven days", { days: 6.9, isEnrolled: false }],
    ["after them", { days: 7, isEnrolled: false }],
    ["once it is set up", { days: 30, isEnrolled: true }],
  ] as const)("refuses what it should %s, in the words of each API", async (_when, { days, isEnrolled }) => {
    const test = await testContext();
    // The Pandora API needs an owner.
    await ownedBy(test, (await createUser(test, { isAdmin: true })).id);
    await requireMfaOfAll(test, { days });
    const refused: string[] = [];
    for (const { api, name } of bearer) {
      const go = await callBearer(test, api, name);
      if (isEnrolled) await enrolAll(test);
      const { status, body } = await go();
      const error = api.errorOf({ code: "mfa_setup_required" }, "");
      if (status === 403 && JSON.stringify(body) === JSON.stringify(error.body)) refused.push(name);
    }
    const isOver = days === 7;
    expect(refused).toEqual(isOver ? bearer.map(({ name }) => name).filter((name) => !allowed.has(name)) : []);
  });
});

describe("required two-factor authentication over HTTP", () => {
  it("is turned on by an admin and by an owner, leads to the set-up after seven days, and lets in whoever does it", async () => {
    const test = await testContext();
    const admin = await createUser(test, { isAdmin: true });
    const api = new NativeClient(test);
    await api.signIn(admin);
    expect((await api.patch("/dashboard/admin/settings", { requireMfaAdmins: true })).data).toMatchObject({
      requireMfaAdmins: true,
      requireMfaReviewers: false,
      requireMfaUsers: false,
    });
    const turnedOn = await api.patch("team/two-factor", { required: true });
    expect(turnedOn.data).toEqual({ required: true, since: test.clock.now().toISOString() });
    expect((await api.get("team/two-factor")).data).toEqual(turnedOn.data);
    test.clock.advance({ days: 7 });
    await api.signIn(admin);
    const refused = await api.get("/dashboard/admin/settings");
    expect(refused).toMatchObject({ status: 403, error: { code: "MFA_SETUP_REQUIRED" } });
    expect(refused.error?.message).toBe("Set up two-factor authentication to continue.");
    const secret = textAt(await api.post("mfa/setup", {}), "secret");
    expect((await api.post("mfa/enable", { code: await totpCode(test, secret) })).status).toBe(200);
    expect((await api.get("/dashboard/admin/settings")).status).toBe(200);
  });

  it("cannot be turned off by whoever needs it, at any API", async () => {
    const test = await testContext();
    await requireMfaOfAll(test, { days: 0 });
    const user = await createUser(test, { mfa: true });
    const api = new NativeClient(test);
    await api.signIn(user);
    test.clock.advance({ seconds: 30 });
    const code = await totpCode(test, user.totpSecret);
    const proofs = { currentPassword: user.password, code };
    expect(await api.post("mfa/disable", proofs)).toMatchObject({ status: 409, error: { code: "MFA_REQUIRED" } });
    for (const [name, route, json] of [
      ["panguard", "POST /compat/panguard/api/auth/totp/disable", { password: user.password }],
      ["quazzar", "DELETE /compat/quazzar/auth/totp", { code }],
    ] as const) {
      const { api: other } = compatRoutes.find(({ api: one }) => one.name === name) ?? expect.fail();
      const { session } = await signIn(test, user, name);
      test.clock.advance({ seconds: 30 });
      const { status, body } = await send(test, other, route, session.accessToken, json);
      const error = other.errorOf({ code: "mfa_required" }, "");
      expect({ status, body }).toEqual({ status: error.status, body: error.body });
    }
    expect(await test.ctx.db.totpCredential.count()).toBe(1);
  });
});
