import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createUser, type TestUser } from "@/tests/support/factories";
import { type Method, NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const users = "/dashboard/admin/users";

async function administering() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true, name: "Ana Admin" });
  const user = await createUser(test, { name: "Una User" });
  const api = new NativeClient(test);
  await api.signIn(admin);
  const theirs = api.another();
  await theirs.signIn(user);
  return { test, admin, user, api, theirs };
}

const endpoints: [Method, (id: string) => string, object?][] = [
  ["GET", () => users],
  ["GET", (id) => `${users}/${id}`],
  ["POST", (id) => `${users}/${id}/deactivate`, { reason: "Left" }],
  ["POST", (id) => `${users}/${id}/reactivate`],
  ["POST", (id) => `${users}/${id}/role`, { role: "reviewer" }],
  ["POST", (id) => `${users}/${id}/resend-verification`],
  ["POST", (id) => `${users}/${id}/reset-mfa`, { reason: "Lost" }],
  ["DELETE", (id) => `${users}/${id}/reset-mfa`],
  ["GET", (id) => `${users}/${id}/sessions`],
  ["DELETE", (id) => `${users}/${id}/sessions`],
  ["DELETE", (id) => `${users}/sessions/${id}`],
  ["GET", (id) => `${users}/${id}/api-keys`],
  ["DELETE", (id) => `${users}/api-keys/${id}`],
  ["GET", (id) => `${users}/${id}/activity`],
];

async function makeReviewer(test: TestContext, user: TestUser): Promise<void> {
  await test.ctx.db.user.update({ where: { id: user.id }, data: { isReviewer: true } });
}

describe("every endpoint of users", () => {
  it("401 to nobody, 403 to a user and to a reviewer, and nothing is done", async () => {
    const { test, user, api, theirs } = await administering();
    const reviewer = await createUser(test);
    await makeReviewer(test, reviewer);
    const reviewing = api.another();
    await reviewing.signIn(reviewer);
    for (const [method, path, json] of endpoints) {
      const sent = json === undefined ? {} : { json };
      const where = `${method} ${path("id")}`;
      expect((await api.another().send(method, path(user.id), sent)).status, where).toBe(401);
      for (const one of [theirs, reviewing]) {
        expect(await one.send(method, path(user.id), sent), where).toMatchObject({
          status: 403,
          error: { code: "FORBIDDEN" },
        });
      }
    }
    expect((await theirs.get("profile")).status).toBe(200);
  });

  it("404 to ids of nobody and to what cannot be an id", async () => {
    const { api } = await administering();
    for (const [method, path, json] of endpoints.slice(1)) {
      const sent = json === undefined ? {} : { json };
      for (const id of [randomUUID(), "nonsense"]) {
        const expected = method === "DELETE" && path(id).endsWith("/reset-mfa") ? 409 : 404;
        expect((await api.send(method, path(id), sent)).status, `${method} ${path(id)}`).toBe(expected);
      }
    }
  });

  it("403 STEP_UP_REQUIRED when the proof is old, for all that ends or gives something", async () => {
    const { test, user, api } = await administering();
    test.clock.advance({ minutes: 11 });
    const safe = ["/resend-verification"];
    for (const [method, path, json] of endpoints) {
      if (method === "GET" || safe.some((end) => path("id").endsWith(end))) continue;
      const answer = await api.send(method, path(user.id), json === undefined ? {} : { json });
      expect(answer.error?.code, `${method} ${path("id")}`).toBe("STEP_UP_REQUIRED");
    }
  });
});

describe("GET users", () => {
  it("200: searches, filters and pages; 400 for what is no filter", async () => {
    const { test, user, api } = await administering();
    await createUser(test, { name: "Una Other" });
    const first = await api.get(`${users}?q=una&sort=name&limit=1`);
    expect(first.data).toMatchObject({ items: [{ name: "Una Other", plan: "FREE", isReviewer: false }] });
    const { nextCursor } = first.data as { nextCursor: string };
    const second = await api.get(`${users}?q=una&sort=name&limit=1&cursor=${nextCursor}`);
    expect(second.data).toMatchObject({ items: [{ id: user.id }], nextCursor: null });
    expect((await api.get(`${users}?role=admin`)).data).toMatchObject({ items: [{ name: "Ana Admin" }] });
    for (const query of [
      "state=gone",
      "mfa=maybe",
      "role=owner",
      "plan=free",
      "tenant=x",
      "sort=size",
      "limit=0",
      "x=1",
    ]) {
      expect((await api.get(`${users}?${query}`)).error?.code, query).toBe("VALIDATION_FAILED");
    }
  });
});

describe("one account", () => {
  it("200: is deactivated with a reason, which its page then shows, and reactivated", async () => {
    const { user, api, theirs } = await administering();
    expect((await api.post(`${users}/${user.id}/deactivate`, {})).error?.fieldErrors).toHaveProperty("reason");
    expect((await api.post(`${users}/${user.id}/deactivate`, { reason: "Left the company" })).status).toBe(200);
    expect((await theirs.get("profile")).status).toBe(401);
    expect((await theirs.post("login", { email: user.email, password: user.password })).error?.code).toBe(
      "ACCOUNT_DEACTIVATED",
    );
    expect((await api.get(`${users}/${user.id}`)).data).toMatchObject({
      deactivation: { reason: "Left the company" },
      sessions: 0,
    });
    expect((await api.post(`${users}/${user.id}/reactivate`)).status).toBe(200);
    expect((await theirs.post("login", { email: user.email, password: user.password })).status).toBe(200);
  });

  it("200: becomes a reviewer, who then may read the queue and nothing else", async () => {
    const { user, api, theirs } = await administering();
    expect((await theirs.get("/dashboard/admin/access-requests")).status).toBe(403);
    expect((await api.post(`${users}/${user.id}/role`, { role: "reviewer" })).status).toBe(200);
    expect((await theirs.get("/dashboard/admin/access-requests")).status).toBe(200);
    expect((await theirs.get(users)).status).toBe(403);
    expect((await api.post(`${users}/${user.id}/role`, { role: "owner" })).error?.code).toBe("VALIDATION_FAILED");
  });

  it("403: no admin acts on themselves", async () => {
    const { admin, api } = await administering();
    const own = `${users}/${admin.id}`;
    expect((await api.post(`${own}/role`, { role: "user" })).error?.code).toBe("OWN_ACCOUNT");
    expect((await api.post(`${own}/deactivate`, { reason: "Bye" })).error?.code).toBe("OWN_ACCOUNT");
  });

  it("200: shows sessions and activity; one session or all are ended", async () => {
    const { user, api, theirs } = await administering();
    const listed = await api.get(`${users}/${user.id}/sessions`);
    const [session] = (listed.data as { sessions: { id: string; current: boolean }[] }).sessions;
    expect(session).toMatchObject({ current: false });
    expect((await api.delete(`${users}/sessions/${session?.id}`)).status).toBe(200);
    expect((await theirs.get("profile")).status).toBe(401);
    await theirs.signIn(user);
    expect((await api.delete(`${users}/${user.id}/sessions`)).data).toEqual({ revoked: 1 });
    const log = await api.get(`${users}/${user.id}/activity?limit=2`);
    expect(log.data).toMatchObject({
      items: [{ action: "session.all_revoked", actor: expect.stringContaining("@") }, {}],
    });
  });
});
