import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createUser } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

async function twoSessions() {
  const test = await testContext();
  const user = await createUser(test);
  const api = new NativeClient(test);
  const other = api.another();
  await other.signIn(user);
  test.clock.advance({ seconds: 5 });
  await api.signIn(user);
  return { test, user, api, other };
}

describe("GET sessions", () => {
  it("lists the user's live sessions, the current one first, without credentials", async () => {
    const { test, api, other } = await twoSessions();
    const stranger = await createUser(test);
    await api.another().signIn(stranger);
    const listed = await api.get("sessions", { headers: { "user-agent": "curl/8.14.1" } });
    expect(listed.data).toMatchObject({ sessions: [{ current: true, startedWith: "password" }, { current: false }] });
    expect((listed.data as { sessions: object[] }).sessions).toHaveLength(2);
    const text = JSON.stringify(listed.data);
    for (const secret of [...api.cookies.values(), ...other.cookies.values()]) {
      for (const part of secret.split(".").slice(-1)) expect(text).not.toContain(part);
    }
    expect(Object.keys((listed.data as { sessions: object[] }).sessions[0] ?? {}).sort()).toEqual([
      "audience",
      "createdAt",
      "current",
      "expiresAt",
      "id",
      "ip",
      "lastSeenAt",
      "startedWith",
      "userAgent",
    ]);
    expect((await other.get("sessions")).data).toMatchObject({ sessions: [{ current: true }, { current: false }] });
  });
});

describe("DELETE sessions/:id", () => {
  it("200: ends one session at once", async () => {
    const { api, other } = await twoSessions();
    const id = textAt(await api.get("sessions"), "sessions.1.id");
    expect(await api.delete(`sessions/${id}`)).toMatchObject({
      status: 200,
      data: { loggedOut: false },
      setCookies: [],
    });
    expect((await other.get("profile")).status).toBe(401);
    expect((await other.post("refresh-token")).status).toBe(401);
    expect((await api.get("profile")).status).toBe(200);
  });

  it("200: ending the present one signs out", async () => {
    const { api } = await twoSessions();
    const id = textAt(await api.get("sessions"), "sessions.0.id");
    expect(await api.delete(`sessions/${id}`)).toMatchObject({ status: 200, data: { loggedOut: true } });
    expect(api.cookies.size).toBe(0);
  });

  it("answers alike for unknown, foreign, malformed and ended session ids", async () => {
    const { test, api, other } = await twoSessions();
    const stranger = await createUser(test);
    const foreign = api.another();
    await foreign.signIn(stranger);
    const foreignId = textAt(await foreign.get("sessions"), "sessions.0.id");
    const endedId = textAt(await other.get("sessions"), "sessions.0.id");
    await other.post("logout");
    const answers = [];
    for (const id of [randomUUID(), foreignId, endedId, "1%20OR%201=1", "%00", "..%2f"]) {
      const { status, error } = await api.delete(`sessions/${id}`);
      answers.push(JSON.stringify({ status, ...error, requestId: "" }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("SESSION_NOT_FOUND");
    expect((await foreign.get("profile")).status).toBe(200);
  });

  it("403: ending others needs a recent proof, signing oneself out does not", async () => {
    const { test, api } = await twoSessions();
    const sessions = await api.get("sessions");
    test.clock.advance({ minutes: 11 });
    expect((await api.delete(`sessions/${textAt(sessions, "sessions.1.id")}`)).error?.code).toBe("STEP_UP_REQUIRED");
    expect((await api.delete("sessions")).error?.code).toBe("STEP_UP_REQUIRED");
    expect((await api.delete(`sessions/${textAt(sessions, "sessions.0.id")}`)).status).toBe(200);
  });
});

describe("DELETE sessions", () => {
  it("200: ends all others and keeps the present one", async () => {
    const { api, other } = await twoSessions();
    expect(await api.delete("sessions")).toMatchObject({ status: 200, data: { revoked: 1 } });
    expect((await other.get("profile")).status).toBe(401);
    expect((await api.get("profile")).status).toBe(200);
  });
});

describe("a bearer token", () => {
  it("is the session without cookies: no CSRF header, and a wrong one is not saved by good cookies", async () => {
    const { api } = await twoSessions();
    const token = api.cookies.get("foyer_access") ?? "";
    const bearer = { headers: { authorization: `Bearer ${token}` }, withCookies: false, csrf: false };
    expect((await api.patch("profile", { name: "Jo" }, bearer)).status).toBe(200);
    for (const wrong of [`${token}x`, "%", "", api.cookies.get("foyer_refresh") ?? ""]) {
      expect((await api.get("profile", { headers: { authorization: `Bearer ${wrong}` } })).status).toBe(401);
    }
  });

  it("expires after fifteen minutes", async () => {
    const { test, api } = await twoSessions();
    test.clock.advance({ minutes: 15, seconds: 1 });
    expect((await api.get("profile")).status).toBe(401);
  });
});
