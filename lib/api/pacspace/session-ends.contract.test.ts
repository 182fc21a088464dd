import { beforeEach, describe, expect, it } from "vitest";
import { balance } from "@/lib/api/balance/api";
import { panguard } from "@/lib/api/panguard/api";
import { quazzar } from "@/lib/api/quazzar/api";
import type { Audience } from "@/lib/core/sessions/audiences";
import { makeKey } from "@/tests/support/api-keys";
import { BearerClient } from "@/tests/support/bearer-client";
import { createUser, signIn, type TestUser } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const others: [typeof balance, Audience, string][] = [
  [balance, "balance", "/profile"],
  [panguard, "panguard", "/me"],
  [quazzar, "quazzar", "/users/me"],
];

let test: TestContext;
let api: NativeClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
  user = await createUser(test);
});

async function everywhere(): Promise<() => Promise<Record<string, number>>> {
  const browser = api.another();
  await browser.signIn(user);
  const kept = new Map(browser.cookies);
  const bearer = { headers: { authorization: `Bearer ${browser.cookies.get("foyer_access")}` } };
  const programs: [string, () => Promise<number>][] = [];
  for (const [dialect, audience, path] of others) {
    const program = new BearerClient(test, dialect);
    program.token = (await signIn(test, user, audience)).session.accessToken;
    programs.push([audience, async () => (await program.get(path)).status]);
  }
  return async () => {
    for (const [name, value] of kept) browser.cookies.set(name, value);
    const statuses: Record<string, number> = {
      cookie: (await browser.get("profile")).status,
      bearer: (await api.another().get("profile", bearer)).status,
      refresh: (await browser.post("refresh-token")).status,
    };
    for (const [name, ask] of programs) statuses[name] = await ask();
    return statuses;
  };
}

const all = (status: number) => {
  return { cookie: status, bearer: status, refresh: status, balance: status, panguard: status, quazzar: status };
};

describe("signing out", () => {
  it("needs the CSRF header, and keeps the session without it", async () => {
    await api.signIn(user);
    const wrong: Record<string, string>[] = [
      {},
      { "x-pacspace-csrf": "0" },
      { "x-pacspace-csrf": "true" },
      { "x-pacspace-csrf": "1, 1" },
    ];
    for (const headers of wrong) {
      const refused = await api.post("logout", undefined, { csrf: false, headers });
      expect(refused).toMatchObject({ status: 403, error: { code: "CSRF_HEADER_REQUIRED" }, setCookies: [] });
    }
    expect((await api.get("profile")).status).toBe(200);
    expect((await api.post("refresh-token")).status).toBe(200);
    expect((await api.post("logout")).status).toBe(200);
  });

  it("ends every other session of every API", async () => {
    await api.signIn(user);
    const others = await everywhere();
    expect(await others()).toEqual(all(200));
    expect(await api.delete("sessions")).toMatchObject({ status: 200, data: { revoked: 4 } });
    expect(await others()).toEqual(all(401));
    expect((await api.get("profile")).status).toBe(200);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "session.others_revoked" } })).toBe(1);
  });

  it("ends the current session too when signing out everywhere", async () => {
    await api.signIn(user);
    const own = new Map(api.cookies);
    const others = await everywhere();
    expect((await api.post("logout-everywhere")).status).toBe(200);
    for (const [name, value] of own) api.cookies.set(name, value);
    expect((await api.get("profile")).status).toBe(401);
    expect(await others()).toEqual(all(401));
  });
});

it("keeps the newest fifty of sixty sessions, records the ends of the others, and emails about new devices", async () => {
  const clients = [];
  for (let device = 0; device < 60; device += 1) {
    test.clock.advance({ seconds: 1 });
    const client = api.another();
    const headers = { "user-agent": `curl/8.${device}`, "x-forwarded-for": `198.51.100.${device}` };
    const answer = await client.post("login", { email: user.email, password: user.password }, { headers });
    expect(answer.status).toBe(200);
    clients.push(client);
  }
  const [first, tenth, eleventh, last] = [clients[0], clients[9], clients[10], clients[59]];
  expect((await first?.get("profile"))?.status).toBe(401);
  expect((await tenth?.get("profile"))?.status).toBe(401);
  expect((await eleventh?.get("profile"))?.status).toBe(200);
  const listed = (await last?.get("sessions"))?.data as { sessions: object[] };
  expect(listed.sessions).toHaveLength(50);
  const ended = await test.ctx.db.auditEvent.findMany({ where: { action: "session.revoked", subjectId: user.id } });
  expect(ended).toHaveLength(10);
  expect(ended[0]).toMatchObject({ actorType: "SYSTEM", details: { reason: "too_many_sessions" } });
  expect(await test.mails.templatesTo(user.email)).toContain("new-device");
});

describe("what an admin decides", () => {
  let admins: NativeClient;

  beforeEach(async () => {
    admins = api.another();
    await admins.signIn(await createUser(test, { isAdmin: true }));
  });

  it("ends sessions, API keys, tickets and links of a deactivated account", async () => {
    const { actor } = await signIn(test, user);
    const { key } = await makeKey(test, actor, []);
    const credentials = await everywhere();
    const withKey = { headers: { authorization: `Bearer ${key}` } };
    expect((await api.get("profile", withKey)).status).toBe(200);
    await api.post("request-password-reset", { email: user.email });
    await test.runJobs();
    const token = await test.mails.lastToken(user.email, "password-reset");
    expect(await credentials()).toEqual(all(200));
    const path = `/dashboard/admin/users/${user.id}/deactivate`;
    expect((await admins.post(path, { reason: "Left the company" })).status).toBe(200);
    expect(await credentials()).toEqual(all(401));
    expect((await api.get("profile", withKey)).status).toBe(401);
    const reset = await api.post("reset-password", { token, password: "NewSecurePass1" });
    expect(reset).toMatchObject({ status: 400, error: { code: "TOKEN_INVALID" } });
  });

  it("rejects the ticket of an account that is deactivated between the two steps", async () => {
    const { id, email, password, recoveryCodes } = await createUser(test, { mfa: true });
    const mfaTicket = textAt(await api.post("login", { email, password }), "mfaTicket");
    await admins.post(`/dashboard/admin/users/${id}/deactivate`, { reason: "Left the company" });
    const late = await api.post("login/mfa-verify", { mfaTicket, code: recoveryCodes[0] });
    expect(late).toMatchObject({ status: 401, error: { code: "MFA_TICKET_INVALID" }, setCookies: [] });
    await admins.post(`/dashboard/admin/users/${id}/reactivate`);
    expect((await api.post("login/mfa-verify", { mfaTicket, code: recoveryCodes[0] })).status).toBe(401);
  });

  it("rejects a former admin on the next request, and keeps the session", async () => {
    const second = await createUser(test, { isAdmin: true });
    await api.signIn(second);
    const paths = ["users", "access-requests", "audit"].map((path) => `/dashboard/admin/${path}`);
    for (const path of paths) expect((await api.get(path)).status).toBe(200);
    expect((await admins.post(`/dashboard/admin/users/${second.id}/role`, { role: "user" })).status).toBe(200);
    for (const path of paths) {
      expect(await api.get(path)).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
    }
    expect((await api.post(`/dashboard/admin/users/${user.id}/deactivate`, { reason: "x" })).status).toBe(403);
    expect((await api.get("profile")).status).toBe(200);
  });
});
