import { describe, expect, it } from "vitest";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, totpCode } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { logInToPandora, ownedBy, ownerPassword, setUpPandora } from "@/tests/support/pandora";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { pandora } from "./api";
import { authTokenPairSchema, sessionsSchema } from "./schemas";

const newPassword = "an even better secret";
const unauthorized = { status: 401, body: { error: "unauthorized" } };

async function owned() {
  const test = await testContext();
  const api = new BearerClient(test, pandora);
  return { test, api, pair: await setUpPandora(api) };
}

async function listed(api: BearerClient) {
  const { status, body } = await api.get("/api/auth/sessions");
  expect(status).toBe(200);
  return sessionsSchema.parse(body).sessions;
}

async function signInNatively(test: TestContext): Promise<NativeClient> {
  const native = new NativeClient(test);
  const { status } = await native.post("login", { email: test.app.config.ownerEmail, password: ownerPassword });
  expect(status).toBe(200);
  return native;
}

describe("POST logout", () => {
  it("200: ends this session and no other, refreshing it too", async () => {
    const { api, pair } = await owned();
    const other = await logInToPandora(api);
    expect(await api.post("/api/auth/logout")).toMatchObject({ status: 200, body: { success: true } });
    expect(await api.post("/api/auth/logout")).toMatchObject(unauthorized);
    expect(await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken })).toMatchObject(unauthorized);
    expect((await api.get("/api/auth/sessions", { token: other.token })).status).toBe(200);
  });
});

describe("POST change-password", () => {
  const change = (api: BearerClient, currentPassword: string, password = newPassword) =>
    api.post("/api/auth/change-password", { currentPassword, newPassword: password });

  it("200: ends every session of every API and answers with a new pair", async () => {
    const { test, api, pair } = await owned();
    const other = await logInToPandora(api);
    const native = await signInNatively(test);
    const changed = await change(api, ownerPassword);
    expect(changed.status).toBe(200);
    for (const token of [pair.token, other.token]) {
      expect(await api.get("/api/auth/sessions", { token })).toMatchObject(unauthorized);
    }
    for (const { refreshToken } of [pair, other]) {
      expect(await api.post("/api/auth/refresh", { refreshToken })).toMatchObject(unauthorized);
    }
    expect((await native.get("profile")).status).toBe(401);
    const next = authTokenPairSchema.parse(changed.body);
    api.token = next.token;
    expect(await listed(api)).toMatchObject([{ current: true }]);
    expect((await api.post("/api/auth/refresh", { refreshToken: next.refreshToken })).status).toBe(200);
    expect((await api.post("/api/auth/login", { password: ownerPassword })).status).toBe(401);
    expect((await api.post("/api/auth/login", { password: newPassword })).status).toBe(200);
  });

  it("200: asks for no second code of a session that gave one", async () => {
    const test = await testContext();
    const owner = await createUser(test, { mfa: true });
    await ownedBy(test, owner.id);
    const api = new BearerClient(test, pandora);
    const code = await totpCode(test, owner.totpSecret);
    const { body } = await api.post("/api/auth/login", { password: owner.password, code });
    api.token = authTokenPairSchema.parse(body).token;
    expect((await change(api, owner.password)).status).toBe(200);
    const again = await api.post("/api/auth/login", { password: newPassword });
    expect(again).toMatchObject({ status: 401, body: { error: "mfa_required" } });
  });

  it("401, 400: a wrong current password, and a new one that is the same, short or guessable; nothing ends", async () => {
    const { api } = await owned();
    expect(await change(api, "wrong password")).toMatchObject({ status: 401, body: { error: "invalid_credentials" } });
    const rejected = { status: 400, body: { error: "password_rejected" } };
    expect(await change(api, ownerPassword, ownerPassword)).toMatchObject(rejected);
    expect(await change(api, ownerPassword, "password123")).toMatchObject(rejected);
    const short = await change(api, ownerPassword, "1234567");
    expect(short).toMatchObject({ status: 400, body: { error: "validation_failed" } });
    expect(await listed(api)).toHaveLength(1);
  });

  it("429 with Retry-After: after five wrong ones, even for the right one", async () => {
    const { api } = await owned();
    for (let time = 0; time < 5; time += 1) await change(api, "wrong password");
    const paused = await change(api, ownerPassword);
    expect(paused).toMatchObject({ status: 429, body: { error: "rate_limited" } });
    expect(paused.headers.get("retry-after")).toBe("30");
  });

  it("succeeds once of four at the same moment", async () => {
    const { api } = await owned();
    const answers = await atOnce(4, (index) => change(api, ownerPassword, `better secret number ${index}`));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const { body } = answers.find(({ status }) => status === 200) ?? {};
    api.token = authTokenPairSchema.parse(body).token;
    expect(await listed(api)).toHaveLength(1);
  });
});

describe("GET sessions", () => {
  it("200: exactly the documented members; expiresAt is the access token's, before and after a refresh", async () => {
    const { test, api, pair } = await owned();
    const start = test.clock.now();
    const minutes = (count: number) => new Date(start.getTime() + count * 60_000).toISOString();
    const [first, ...others] = await listed(api);
    expect(others).toEqual([]);
    expect(first).toEqual({
      id: expect.any(String),
      createdAt: minutes(0),
      expiresAt: minutes(15),
      userAgent: expect.any(String),
      ip: expect.any(String),
      current: true,
    });
    expect(first?.expiresAt).toBe(pair.expiresAt);
    test.clock.advance({ minutes: 10 });
    await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken });
    expect(await listed(api)).toMatchObject([{ createdAt: minutes(0), expiresAt: minutes(25) }]);
  });

  it("200: the owner's sessions of every API, the present one first, and nobody else's", async () => {
    const { test, api } = await owned();
    await signInNatively(test);
    await signIn(test, await createUser(test));
    expect((await listed(api)).map(({ current }) => current)).toEqual([true, false]);
  });
});

describe("DELETE sessions/:id", () => {
  it("200: another one, long after the sign-in; the own one with loggedOut", async () => {
    const { test, api, pair } = await owned();
    const native = await signInNatively(test);
    test.clock.advance({ minutes: 14 });
    const [own, other] = await listed(api);
    const revoke = (id = "") => api.delete(`/api/auth/sessions/${id}`);
    expect(await revoke(other?.id)).toMatchObject({ status: 200, body: { success: true, loggedOut: false } });
    expect((await native.get("profile")).status).toBe(401);
    expect(await revoke(own?.id)).toMatchObject({ status: 200, body: { success: true, loggedOut: true } });
    expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
    expect(await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken })).toMatchObject(unauthorized);
  });

  it("404 session_not_found: unknown, ended, malformed and somebody else's alike", async () => {
    const { test, api } = await owned();
    const stranger = await signIn(test, await createUser(test));
    const ended = await logInToPandora(api);
    const endedId = (await listed(api)).find(({ current }) => !current)?.id ?? "";
    await api.post("/api/auth/logout", undefined, { token: ended.token });
    const unknown = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
    for (const id of [unknown, endedId, stranger.actor.session.id, "abc123...", "%00", "1%20OR%201=1"]) {
      const answer = await api.delete(`/api/auth/sessions/${id}`);
      expect(answer, id).toMatchObject({ status: 404, body: { error: "session_not_found" } });
    }
    const { revokedAt } = await test.ctx.db.session.findUniqueOrThrow({ where: { id: stranger.actor.session.id } });
    expect(revokedAt).toBeNull();
  });
});

describe("DELETE sessions", () => {
  it("200: ends all, this one and the native ones too", async () => {
    const { test, api } = await owned();
    const native = await signInNatively(test);
    test.clock.advance({ minutes: 11 });
    expect(await api.delete("/api/auth/sessions")).toMatchObject({
      status: 200,
      body: { success: true, loggedOut: true },
    });
    expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
    expect((await native.get("profile")).status).toBe(401);
  });
});

it("a session of this API is in the native list, and ending it there acts on the next request", async () => {
  const { test, api, pair } = await owned();
  const native = await signInNatively(test);
  const { data } = await native.get("sessions");
  const { sessions } = data as { sessions: { id: string; audience: string }[] };
  const id = sessions.find(({ audience }) => audience === "pandora")?.id ?? "";
  expect((await native.delete(`sessions/${id}`)).status).toBe(200);
  expect(await api.get("/api/auth/sessions")).toMatchObject(unauthorized);
  expect(await api.post("/api/auth/refresh", { refreshToken: pair.refreshToken })).toMatchObject(unauthorized);
});
