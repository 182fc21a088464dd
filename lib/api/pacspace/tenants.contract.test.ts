import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { planLimits } from "@/lib/values/plans";
import { createUser } from "@/tests/support/factories";
import { type Method, NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const tenants = "/dashboard/admin/tenants";

async function administering() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true, organization: "Head Office" });
  const owner = await createUser(test, { name: "Olive Owner", organization: "Blue Harbour" });
  const api = new NativeClient(test);
  await api.signIn(admin);
  const theirs = api.another();
  await theirs.signIn(owner);
  return { test, owner, api, theirs };
}

const endpoints: [Method, (id: string) => string, object?][] = [
  ["GET", () => tenants],
  ["GET", (id) => `${tenants}/${id}`],
  ["PATCH", (id) => `${tenants}/${id}`, { plan: "PRO" }],
];

describe("every endpoint of tenants", () => {
  it("401 to nobody, 403 to an owner and to a reviewer, 404 to other ids", async () => {
    const { test, owner, api, theirs } = await administering();
    const reviewer = await createUser(test);
    await test.ctx.db.user.update({ where: { id: reviewer.id }, data: { isReviewer: true } });
    const reviewing = api.another();
    await reviewing.signIn(reviewer);
    for (const [method, path, json] of endpoints) {
      const sent = json === undefined ? {} : { json };
      expect((await api.another().send(method, path(owner.tenantId), sent)).status).toBe(401);
      for (const one of [theirs, reviewing]) {
        expect((await one.send(method, path(owner.tenantId), sent)).error?.code).toBe("FORBIDDEN");
      }
      if (path("id") === tenants) continue;
      for (const id of [randomUUID(), "nonsense", owner.id]) {
        expect((await api.send(method, path(id), sent)).error?.code).toBe("TENANT_NOT_FOUND");
      }
    }
  });
});

describe("a tenant", () => {
  it("200: is found, read, and put on another plan, which its owner then reads", async () => {
    const { owner, api, theirs } = await administering();
    expect((await api.get(`${tenants}?q=blue`)).data).toMatchObject({
      items: [{ id: owner.tenantId, name: "Blue Harbour", plan: "FREE", members: 1, production: "none" }],
      nextCursor: null,
    });
    const path = `${tenants}/${owner.tenantId}`;
    expect((await api.get(path)).data).toMatchObject({
      members: [{ id: owner.id, role: "owner" }],
      use: { members: { used: 1, max: planLimits.FREE.members } },
      environments: { sandbox: "active", production: "none" },
    });
    const changed = await api.patch(path, { plan: "PRO", production: "active" });
    expect(changed.data).toMatchObject({ plan: "PRO", environments: { production: "active" } });
    expect((await theirs.get("team/plan")).data).toMatchObject({
      plan: "PRO",
      use: { projects: { used: 0, max: planLimits.PRO.projects } },
    });
  });

  it("400: refuses a plan that does not exist, and a change of nothing", async () => {
    const { owner, api } = await administering();
    for (const body of [{}, { plan: "GOLD" }, { plan: "free" }, { production: true }, { name: "Mine" }]) {
      const answer = await api.patch(`${tenants}/${owner.tenantId}`, body);
      expect(answer.error?.code, JSON.stringify(body)).toBe("VALIDATION_FAILED");
    }
  });

  it("403: needs a recent proof", async () => {
    const { test, owner, api } = await administering();
    test.clock.advance({ minutes: 11 });
    const answer = await api.patch(`${tenants}/${owner.tenantId}`, { plan: "PRO" });
    expect(answer.error?.code).toBe("STEP_UP_REQUIRED");
  });

  it("409: says what its plan allows when one more is asked for", async () => {
    const { theirs } = await administering();
    for (let index = 0; index < planLimits.FREE.projects; index += 1) {
      expect((await theirs.post("projects", { name: `Project ${index}` })).status).toBe(201);
    }
    expect(await theirs.post("projects", { name: "One more" })).toMatchObject({
      status: 409,
      error: { code: "PLAN_LIMIT_REACHED", message: "The FREE plan allows 10 projects." },
    });
  });
});
