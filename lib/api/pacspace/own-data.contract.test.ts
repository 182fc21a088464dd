import { describe, expect, it } from "vitest";
import { completeDueDeletions } from "@/lib/core/accounts/deletion";
import { createUser, strangeToken, testPassword } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

async function signedIn(options: Parameters<typeof createUser>[1] = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const api = new NativeClient(test);
  await api.signIn(user);
  return { test, user, api };
}

describe("GET activity", () => {
  it("200: tells what was done to the account, newest first, filtered and page by page", async () => {
    const { user, api } = await signedIn();
    await api.another().post("login", { email: user.email, password: "wrong password" });
    await api.patch("profile", { name: "Jo New" });
    const all = await api.get("activity");
    expect(all.data).toMatchObject({
      items: [
        { action: "user.profile_updated", by: "you" },
        { action: "login.failed", by: "unknown" },
        { action: "login.succeeded", by: "you" },
      ],
      nextCursor: null,
    });
    expect((await api.get("activity?kind=account")).data).toMatchObject({
      items: [{ action: "user.profile_updated" }],
    });
    const first = await api.get("activity?limit=2");
    const next = await api.get(`activity?limit=2&cursor=${textAt(first, "nextCursor")}`);
    expect(next.data).toMatchObject({ items: [{ action: "login.succeeded" }], nextCursor: null });
    expect((await api.get("activity?kind=everything")).status).toBe(400);
  });

  it("shows nobody else's, and of an admin's act not where the admin sits", async () => {
    const { test, user, api } = await signedIn({ mfa: true });
    const admin = await createUser(test, { isAdmin: true });
    const office = api.another();
    await office.signIn(admin);
    await office.post(`/dashboard/admin/users/${user.id}/reset-mfa`, { reason: "Lost phone" });
    const { items } = (await api.get("activity")).data as { items: unknown[] };
    const newest = items.find((item) => JSON.stringify(item).includes("reset_scheduled"));
    expect(newest).toMatchObject({ action: "mfa.reset_scheduled", by: "admin", ip: "", userAgent: "" });
    expect(JSON.stringify((await office.get("activity")).data)).not.toContain("reset_scheduled");
  });
});

describe("GET export", () => {
  it("HEAD reads nothing and leaves no trace", async () => {
    const { test, api } = await signedIn();
    expect((await api.send("HEAD", "export")).status).toBe(204);
    expect(await test.ctx.db.auditEvent.count({ where: { action: "user.exported" } })).toBe(0);
  });

  it("200: one document with everything, to be saved, without any secret", async () => {
    const { test, user, api } = await signedIn({ mfa: true });
    const answer = await api.get("export");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="account.json"');
    expect(answer.data).toMatchObject({
      account: { email: user.email, tenant: { name: "Blue Harbour" }, recoveryCodesLeft: 10 },
      sessions: [{ audience: "pacspace" }],
      activity: [{ action: "login.succeeded" }, { action: "user.exported" }],
      mails: [],
    });
    const row = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id }, include: { totpCredential: true } });
    const text = JSON.stringify(answer.data);
    for (const secret of [
      row.passwordHash,
      row.totpCredential?.sealedSecret,
      user.totpSecret,
      ...api.cookies.values(),
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it("streams more rows than it reads at a time", async () => {
    const { test, user, api } = await signedIn();
    await test.ctx.db.auditEvent.createMany({
      data: Array.from({ length: 1100 }, (_, index) => ({
        actorType: "USER" as const,
        actorId: user.id,
        actorLabel: user.email,
        action: "user.profile_updated",
        subjectId: user.id,
        ip: "203.0.113.7",
        userAgent: "",
        requestId: `r${index}`,
        at: test.clock.now(),
      })),
    });
    const { data } = await api.get("export");
    expect((data as { activity: unknown[] }).activity).toHaveLength(1102);
  });
});

describe("DELETE account", () => {
  it("200: schedules it; account/keep stops it; after seven days it is gone", async () => {
    const { test, user, api } = await signedIn();
    const body = { json: { confirmation: "delete", currentPassword: testPassword } };
    expect(await api.delete("account", body)).toMatchObject({
      status: 200,
      data: { deletionDueAt: "2026-03-09T09:00:00.000Z" },
    });
    expect((await api.post("account/keep")).status).toBe(200);
    expect((await api.post("account/keep")).error?.code).toBe("DELETION_NOT_SCHEDULED");
    await api.delete("account", body);
    const token = await test.mails.lastToken(user.email, "deletion-scheduled");
    expect((await api.post("account/keep-by-link", { token })).status).toBe(200);
    expect((await api.post("account/keep-by-link", { token })).error?.code).toBe("TOKEN_INVALID");
    await api.delete("account", body);
    test.clock.advance({ days: 7 });
    await completeDueDeletions(test.ctx);
    const { email, password } = user;
    expect((await api.another().post("login", { email, password })).error?.code).toBe("INVALID_CREDENTIALS");
  });

  it("401 and 400: needs the right password and the typed word", async () => {
    const { api } = await signedIn();
    const wrong = { confirmation: "delete", currentPassword: "wrong password" };
    expect((await api.delete("account", { json: wrong })).error?.code).toBe("INVALID_CREDENTIALS");
    expect((await api.delete("account", { json: { confirmation: "delete" } })).error?.code).toBe("INVALID_CREDENTIALS");
    const untyped = await api.delete("account", { json: { confirmation: "yes", currentPassword: testPassword } });
    expect(untyped.error).toMatchObject({
      code: "VALIDATION_FAILED",
      fieldErrors: { confirmation: [expect.any(String)] },
    });
  });
});

describe("POST not-me", () => {
  it("200: ends every session and answers a token that sets a new password", async () => {
    const { test, user, api } = await signedIn();
    await api.post("change-password", { currentPassword: testPassword, newPassword: "another horse battery" });
    const token = await test.mails.lastToken(user.email, "password-changed");
    const raised = await api.another().post("not-me", { token });
    expect(raised).toMatchObject({ status: 200, setCookies: [] });
    expect((await api.get("profile")).status).toBe(401);
    const password = "the owner is back";
    const reset = await api.another().post("reset-password", { token: textAt(raised, "resetToken"), password });
    expect(reset.status).toBe(200);
    expect((await api.another().post("not-me", { token: strangeToken() })).error?.code).toBe("TOKEN_INVALID");
  });
});

describe("POST logout-everywhere", () => {
  it("200: ends every session, this one too, after a recent proof", async () => {
    const { test, user, api } = await signedIn();
    const other = api.another();
    await other.signIn(user);
    test.clock.advance({ minutes: 11 });
    expect((await api.post("logout-everywhere")).error?.code).toBe("STEP_UP_REQUIRED");
    await api.post("step-up", { password: testPassword });
    expect(await api.post("logout-everywhere")).toMatchObject({ status: 200, data: { revoked: 2 } });
    expect(api.cookies.size).toBe(0);
    expect((await other.get("profile")).status).toBe(401);
  });
});

describe("admin users", () => {
  it("200: found by address or name, page by page, and one of them read", async () => {
    const { test, api } = await signedIn({ isAdmin: true });
    const jane = await createUser(test, { name: "Jane 100% Doe", mfa: true });
    const found = await api.get("/dashboard/admin/users?q=100%25");
    expect(found.data).toMatchObject({ items: [{ id: jane.id, mfaEnabled: true }], nextCursor: null });
    const first = await api.get("/dashboard/admin/users?limit=1");
    const second = await api.get(`/dashboard/admin/users?limit=1&cursor=${textAt(first, "nextCursor")}`);
    expect(textAt(second, "items.0.id")).not.toBe(textAt(first, "items.0.id"));
    expect((await api.get(`/dashboard/admin/users/${jane.id}`)).data).toMatchObject({
      email: jane.email,
      tenant: { role: "owner" },
      mfa: { recoveryCodesLeft: 10 },
      mfaReset: null,
    });
    expect((await api.get("/dashboard/admin/users/no-id")).error?.code).toBe("USER_NOT_FOUND");
  });

  it("200: reset-mfa waits for the owner's objection, by either side", async () => {
    const { test, api } = await signedIn({ isAdmin: true });
    const jane = await createUser(test, { mfa: true });
    const path = `/dashboard/admin/users/${jane.id}/reset-mfa`;
    expect(await api.post(path, { reason: "Lost phone" })).toMatchObject({
      status: 200,
      data: { dueAt: "2026-03-03T09:00:00.000Z" },
    });
    expect((await api.post(path, { reason: "Lost phone" })).error?.code).toBe("MFA_RESET_PENDING");
    expect((await api.delete(path)).status).toBe(200);
    expect((await api.delete(path)).error?.code).toBe("MFA_RESET_NOT_PENDING");
    await api.post(path, { reason: "Lost phone" });
    const owner = api.another();
    await owner.signIn(jane);
    expect((await owner.delete("mfa/reset")).status).toBe(200);
    expect((await owner.delete("mfa/reset")).error?.code).toBe("MFA_RESET_NOT_PENDING");
    await api.post(path, { reason: "Lost phone" });
    const token = await test.mails.lastToken(jane.email, "mfa-reset-scheduled");
    expect((await api.another().post("mfa/keep-by-link", { token })).status).toBe(200);
  });

  it("403: are for admins only", async () => {
    const { user, api } = await signedIn({ mfa: true });
    for (const path of ["/dashboard/admin/users", `/dashboard/admin/users/${user.id}`]) {
      expect((await api.get(path)).error?.code).toBe("FORBIDDEN");
    }
    const reset = await api.post(`/dashboard/admin/users/${user.id}/reset-mfa`, { reason: "Mine" });
    expect(reset.error?.code).toBe("FORBIDDEN");
  });
});
