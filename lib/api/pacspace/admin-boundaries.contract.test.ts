import { expect, it } from "vitest";
import { createApproval, createUser, uniqueEmail } from "@/tests/support/factories";
import { digests, inhabited } from "@/tests/support/inhabited";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

it("keeps admins from setting passwords, reading secrets and removing the last admin", async () => {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true, email: uniqueEmail("admin") });
  const user = await createUser(test, { mfa: true });
  const { token, email, admin: other } = await createApproval(test);
  const api = new NativeClient(test);
  await api.signIn(admin);
  await api.post("request-password-reset", { email: user.email });
  await test.runJobs();
  const reset = await test.mails.lastToken(user.email, "password-reset");
  const before = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });

  const one = `/dashboard/admin/users/${user.id}`;
  const fields = [{ password: "chosen by an admin" }, { passwordHash: "x" }, { email: "mine@company.example" }];
  for (const extra of [...fields, { mfaEnabled: false }, { emailVerified: true }]) {
    expect((await api.post(`${one}/role`, { role: "user", ...extra })).error?.code).toBe("VALIDATION_FAILED");
    expect((await api.send("PATCH", one, { json: extra })).status).toBe(405);
  }
  for (const path of ["password", "reset-password", "impersonate", "sign-in", "totp", "recovery-codes", "token"]) {
    expect((await api.post(`${one}/${path}`, { password: "chosen by an admin" })).status).toBe(404);
  }
  expect(await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } })).toEqual(before);

  const requests = `/dashboard/admin/access-requests?q=${encodeURIComponent(email)}`;
  const read = [one, `${one}/sessions`, `${one}/api-keys`, `${one}/activity`, "/dashboard/admin/users", requests];
  const secrets = [token, reset, user.totpSecret, ...user.recoveryCodes, before.passwordHash ?? ""];
  for (const path of [...read, "/dashboard/admin/mails", "/dashboard/admin/audit", "/dashboard/admin/audit/export"]) {
    const answer = await api.get(path);
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    for (const secret of secrets) expect(JSON.stringify(answer.data)).not.toContain(secret);
  }
  const own = `/dashboard/admin/users/${admin.id}`;
  expect((await api.post(`${own}/role`, { role: "user" })).error?.code).toBe("OWN_ACCOUNT");
  expect((await api.post(`${own}/deactivate`, { reason: "Bye" })).error?.code).toBe("OWN_ACCOUNT");
  expect((await api.post(`/dashboard/admin/users/${other.user.id}/role`, { role: "user" })).status).toBe(200);
  expect(
    (await api.delete("account", { json: { confirmation: "delete", currentPassword: admin.password } })).status,
  ).toBe(409);
  expect((await api.get("/dashboard/admin/users")).status).toBe(200);
});

it("treats another tenant's id as unknown in bodies and queries too", async () => {
  const { test, owner, ids, project, stranger } = await inhabited();
  const api = new NativeClient(test);
  const as = { headers: { ...stranger } };
  const before = await digests(test);
  const notFound = (code: string) => ({ status: 404, error: { code } });
  const handed = await api.post("team/transfer-ownership", { memberId: owner.id }, as);
  expect(handed).toMatchObject(notFound("MEMBER_NOT_FOUND"));
  const keyed = await api.post("api-keys", { name: "x", projectIds: [project] }, as);
  expect(keyed).toMatchObject(notFound("PROJECT_NOT_FOUND"));
  for (const query of [`tenantId=${owner.tenantId}`, `userId=${owner.id}`, `id=${project}`]) {
    for (const path of ["projects", "profile", "sessions", "team", "api-keys", "activity"]) {
      expect((await api.get(`${path}?${query}`, as)).status, `${path}?${query}`).toBe(400);
    }
  }
  const cursor = await api.get(`activity?cursor=${encodeURIComponent(ids["/dashboard/auth/sessions/"] ?? "")}`, as);
  expect(JSON.stringify(cursor)).not.toContain(owner.email);
  for (const path of ["projects", "profile", "sessions", "team", "api-keys", "activity", "identities", "passkeys"]) {
    const { data } = await api.get(path, as);
    for (const foreign of [owner.id, owner.tenantId, owner.email, ...Object.values(ids)]) {
      expect(JSON.stringify(data), path).not.toContain(foreign);
    }
  }
  expect(await digests(test)).toEqual(before);
});
