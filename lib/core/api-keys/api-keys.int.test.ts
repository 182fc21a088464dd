import { describe, expect, it } from "vitest";
import { makeKey, withProjects } from "@/tests/support/api-keys";
import { createUser, signIn } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { createProject, deleteProject, getProject, listProjects } from "../projects/projects";
import { moveToOwnTenant } from "../tenants/membership";
import { apiKeysMax, createApiKey, listApiKeys, revokeAllApiKeys, revokeApiKey, rotateApiKey } from "./api-keys";
import { publicIdOf } from "./key-format";
import { remindOfExpiringKeys } from "./remind-expiring";
import { resolveApiKey } from "./resolve-api-key";

const day = 24 * 3600 * 1000;

describe("an API key", () => {
  it("is shown once, stored as a hash, checked by its checksum, and emailed to its owner", async () => {
    const { test, user, actor, one } = await withProjects();
    const { key, ...shown } = await makeKey(test, actor, [one.id]);
    expect(key).toMatch(/^fy_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(shown).toMatchObject({ prefix: key.slice(0, 15), lastFour: key.slice(-4), state: "live" });
    expect(publicIdOf(key)).toBe(key.slice(3, 15));
    for (const wrong of [`${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`, key.slice(3), `${key}x`, "fy_"]) {
      expect(publicIdOf(wrong)).toBeNull();
      expect(await resolveApiKey(test.ctx, wrong)).toBeNull();
    }
    const { rows } = await test.database.pool.query("SELECT api_keys::text AS row FROM api_keys");
    expect(JSON.stringify(rows)).not.toContain(key.slice(16, 40));
    expect(JSON.stringify(await listApiKeys(test.ctx, actor, {}))).not.toContain(key.slice(16, 40));
    expect(await test.mails.last(user.email, "api-key-created")).toMatchObject({ keyName: "ci-deploy" });
  });

  it("sees only its own projects", async () => {
    const { test, actor, one, two } = await withProjects();
    const { key } = await makeKey(test, actor, [one.id]);
    const program = await resolveApiKey(test.ctx, key);
    if (!program) throw new Error("The key does not work");
    expect(expectOk(await listProjects(test.ctx, program, { page: 1, perPage: 50 })).items.map(({ id }) => id)).toEqual(
      [one.id],
    );
    expect(codeOf(await getProject(test.ctx, program, { id: two.id }))).toBe("project_not_found");
  });

  it("needs projects of the own organization and recent re-authentication", async () => {
    const { test, actor, one } = await withProjects();
    const other = await signIn(test, await createUser(test));
    const foreign = expectOk(await createProject(test.ctx, other.actor, { name: "Foreign" }));
    for (const projectIds of [[foreign.id], [one.id, foreign.id], ["no id"], ["*"]]) {
      expect(codeOf(await createApiKey(test.ctx, actor, { name: "x", projectIds }))).toBe("project_not_found");
    }
    const past = { name: "x", projectIds: [one.id], expiresAt: new Date(test.clock.now().getTime() - 1) };
    expect(codeOf(await createApiKey(test.ctx, actor, past))).toBe("validation_failed");
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await createApiKey(test.ctx, actor, { name: "x", projectIds: [one.id] }))).toBe("step_up_required");
    expect(await test.ctx.db.apiKey.count()).toBe(0);
  });

  it("is limited to fifty per account, also under concurrent requests", async () => {
    const { test, actor, one } = await withProjects();
    const results = await atOnce(70, (index) =>
      createApiKey(test.ctx, actor, { name: `k${index}`, projectIds: [one.id] }),
    );
    expect(tally(results)).toEqual({ ok: apiKeysMax, too_many_api_keys: 20 });
  });

  it("stops working when it is revoked or expires, and when its owner is deactivated or leaves", async () => {
    const { test, user, actor, one } = await withProjects();
    const { db } = test.ctx;
    const { key, id } = await makeKey(test, actor, [one.id]);
    const other = await signIn(test, await createUser(test));
    expect(codeOf(await revokeApiKey(test.ctx, other.actor, { id }))).toBe("api_key_not_found");
    expect(await resolveApiKey(test.ctx, key)).not.toBeNull();
    expectOk(await revokeApiKey(test.ctx, actor, { id }));
    expect(await resolveApiKey(test.ctx, key)).toBeNull();
    expect(codeOf(await revokeApiKey(test.ctx, actor, { id }))).toBe("api_key_not_found");

    const short = await makeKey(test, actor, [one.id], new Date(test.clock.now().getTime() + 60_000));
    test.clock.advance({ minutes: 1 });
    expect(await resolveApiKey(test.ctx, short.key)).toBeNull();

    const last = await makeKey(test, actor, [one.id]);
    await db.user.update({ where: { id: user.id }, data: { deactivatedAt: test.clock.now() } });
    expect(await resolveApiKey(test.ctx, last.key)).toBeNull();
    const elsewhere = await createUser(test);
    await db.user.update({ where: { id: user.id }, data: { deactivatedAt: null, tenantId: elsewhere.tenantId } });
    expect(await resolveApiKey(test.ctx, last.key)).toBeNull();
  });

  it("stops working as soon as its revocation is answered", async () => {
    const { test, actor, one } = await withProjects();
    for (let round = 0; round < 4; round += 1) {
      const { key, id } = await makeKey(test, actor, [one.id]);
      const uses = atOnce(10, () => resolveApiKey(test.ctx, key));
      expectOk(await revokeApiKey(test.ctx, actor, { id }));
      expect(await atOnce(10, () => resolveApiKey(test.ctx, key))).toEqual(Array(10).fill(null));
      await uses;
    }
  });

  it("stays revoked when its owner rejoins the organization", async () => {
    const { test, user, actor, one } = await withProjects();
    const { key } = await makeKey(test, actor, [one.id]);
    const { db } = test.ctx;
    const before = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    await db.$transaction((tx) => moveToOwnTenant(test.ctx, tx, before));
    await db.user.update({ where: { id: user.id }, data: { tenantId: before.tenantId } });
    expect(await resolveApiKey(test.ctx, key)).toBeNull();
  });

  it("isn't created for a project that is being deleted", async () => {
    const { test, actor, one, two } = await withProjects();
    for (let round = 0; round < 5; round += 1) {
      const extra = expectOk(await createProject(test.ctx, actor, { name: `Extra ${round}` }));
      const [made] = await Promise.all([
        createApiKey(test.ctx, actor, { name: "racing", projectIds: [one.id, two.id, extra.id] }),
        deleteProject(test.ctx, actor, { id: extra.id }),
      ]);
      expect(["ok", "project_not_found"]).toContain(codeOf(made));
    }
  });

  it("is audited at most once a minute", async () => {
    const { test, actor, one } = await withProjects();
    const { key } = await makeKey(test, actor, [one.id]);
    await atOnce(10, () => resolveApiKey(test.ctx, key));
    const uses = () => test.ctx.db.auditEvent.count({ where: { action: "api_key.used" } });
    expect(await uses()).toBe(1);
    test.clock.advance({ seconds: 61 });
    await resolveApiKey(test.ctx, key);
    expect(await uses()).toBe(2);
    expect(expectOk(await listApiKeys(test.ctx, actor, {})).apiKeys[0]?.lastUsedAt).toBe(
      test.clock.now().toISOString(),
    );
  });

  it("is rotated once, and both keys work during the overlap", async () => {
    const { test, actor, one } = await withProjects();
    const old = await makeKey(test, actor, [one.id], new Date(test.clock.now().getTime() + 90 * day));
    const results = await atOnce(5, () => rotateApiKey(test.ctx, actor, { id: old.id, overlapHours: 24 }));
    expect(tally(results)).toEqual({ ok: 1, api_key_not_found: 4 });
    const fresh = results.find(({ ok }) => ok);
    if (!fresh?.ok) throw new Error("No key was rotated");
    expect(fresh.value.expiresAt).toBe(new Date(test.clock.now().getTime() + 90 * day).toISOString());
    for (const key of [old.key, fresh.value.key]) expect(await resolveApiKey(test.ctx, key)).not.toBeNull();
    test.clock.advance({ hours: 24 });
    expect(await resolveApiKey(test.ctx, old.key)).toBeNull();
    expect(await resolveApiKey(test.ctx, fresh.value.key)).not.toBeNull();
  });

  it("is revoked together with all keys of the account", async () => {
    const { test, actor, one } = await withProjects();
    const keys = [await makeKey(test, actor, [one.id]), await makeKey(test, actor, [one.id])];
    expect(expectOk(await revokeAllApiKeys(test.ctx, actor, {}))).toEqual({ revoked: 2 });
    for (const { key } of keys) expect(await resolveApiKey(test.ctx, key)).toBeNull();
  });

  it("is announced once a week and once a day before it expires", async () => {
    const { test, user, actor, one } = await withProjects();
    await makeKey(test, actor, [one.id], new Date(test.clock.now().getTime() + 30 * day));
    const sent = async () => (await test.mails.templatesTo(user.email)).filter((name) => name === "api-key-expiring");
    await remindOfExpiringKeys(test.ctx);
    expect(await sent()).toEqual([]);
    test.clock.advance({ days: 23 });
    await atOnce(5, () => remindOfExpiringKeys(test.ctx));
    expect(await sent()).toHaveLength(1);
    test.clock.advance({ days: 6 });
    await atOnce(5, () => remindOfExpiringKeys(test.ctx));
    expect(await sent()).toHaveLength(2);
  });
});
