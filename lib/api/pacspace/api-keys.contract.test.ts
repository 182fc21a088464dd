import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeKey, withProjects } from "@/tests/support/api-keys";
import { createUser, signIn } from "@/tests/support/factories";
import { digests } from "@/tests/support/inhabited";
import { NativeClient, textAt } from "@/tests/support/native-client";

async function keyed() {
  const world = await withProjects();
  const api = new NativeClient(world.test);
  await api.signIn(world.user);
  const made = await api.post("api-keys", { name: "ci", projectIds: [world.one.id] });
  expect(made.status).toBe(201);
  const key = textAt(made, "key");
  const withKey = (value = key) => ({ headers: { authorization: `Bearer ${value}` }, withCookies: false, csrf: false });
  return { ...world, api, made, key, withKey };
}

describe("an API key", () => {
  it("can be created only by a user, for the user's own projects", async () => {
    const { test, api, one, user } = await keyed();
    const stranger = await createUser(test);
    const { actor } = await signIn(test, stranger);
    const elsewhere = api.another();
    await elsewhere.signIn(stranger);
    const foreign = textAt(await elsewhere.post("projects", { name: "Foreign" }), "id");
    const before = await digests(test);
    const good = { name: "x", projectIds: [one.id] };
    for (const extra of [
      { userId: actor.user.id },
      { tenantId: stranger.tenantId },
      { scopes: ["admin"] },
      { isAdmin: true },
      { key: "fy_mine" },
      { owner: { id: actor.user.id } },
    ]) {
      const refused = await api.post("api-keys", { ...good, ...extra });
      expect(refused).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" } });
    }
    for (const projectIds of [[foreign], [one.id, foreign], ["*"], ["' OR 1=1 --"], [user.tenantId]]) {
      const refused = await api.post("api-keys", { name: "x", projectIds });
      expect(refused).toMatchObject({ status: 404, error: { code: "PROJECT_NOT_FOUND" } });
    }
    for (const projectIds of [[], "*", [["*"]], [{ not: "" }], null]) {
      expect((await api.post("api-keys", { name: "x", projectIds })).status).toBe(400);
    }
    const nobody = await api.another().post("api-keys", { ...good, userId: user.id });
    expect(nobody).toMatchObject({ status: 401, error: { code: "UNAUTHENTICATED" } });
    expect(await digests(test)).toEqual(before);
  });

  it("is shown once, and never in lists, the audit log, the database or the server log", async () => {
    const { test, api, key, made, withKey } = await keyed();
    const secret = key.split("_")[2]?.slice(0, 43) ?? "";
    expect((await api.get("projects", withKey())).status).toBe(200);
    const answers = [await api.get("api-keys"), await api.get("activity"), await api.get("export")];
    const listed = answers[0]?.data as { items?: unknown[] } | unknown[];
    expect(JSON.stringify(listed)).toContain(textAt(made, "prefix"));
    expect(JSON.stringify(listed)).toContain(key.slice(-4));
    for (const { data } of answers) expect(JSON.stringify(data)).not.toContain(secret);
    const { rows: tables } = await test.database.pool.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    for (const { name } of tables) {
      const { rows } = await test.database.pool.query(
        `SELECT 1 FROM "${name}" t WHERE to_jsonb(t)::text LIKE '%' || $1 || '%'`,
        [secret],
      );
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
    expect(test.log.lines.join("\n")).not.toContain(secret);
  });

  it("opens only its own project, and nothing once it is revoked", async () => {
    const { api, test, actor, one, two, made, withKey } = await keyed();
    expect((await api.get(`projects/${one.id}`, withKey())).status).toBe(200);
    const unknown = await api.get("projects/0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", withKey());
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["POST", "/archive"],
      ["POST", "/restore"],
    ] as const) {
      const json = method === "PATCH" ? { name: "Mine" } : {};
      const sent = method === "GET" ? withKey() : { ...withKey(), json };
      const refused = await api.send(method, `projects/${two.id}${path}`, sent);
      expect(refused).toMatchObject({ status: 404, error: { code: unknown.error?.code } });
    }
    expect(JSON.stringify((await api.get("projects", withKey())).data)).not.toContain(two.id);
    const other = await makeKey(test, actor, [two.id]);
    expect((await api.delete(`api-keys/${textAt(made, "id")}`)).status).toBe(200);
    expect((await api.get(`projects/${one.id}`, withKey())).status).toBe(401);
    expect((await api.get(`projects/${two.id}`, withKey(other.key))).status).toBe(200);
  });

  it("is recognized by its prefix, and never accepted as a session", async () => {
    const { api, key, withKey } = await keyed();
    const token = api.cookies.get("foyer_access") ?? "";
    const hash = createHash("sha256").update(key).digest();
    const confused = [
      `fy_${token}`,
      key.slice("fy_".length),
      key.toUpperCase(),
      `FY_${key.slice(3)}`,
      ` ${key}x`,
      `${key}.x.y`,
      hash.toString("hex"),
      hash.toString("base64url"),
      `fy_${hash.toString("base64url")}`,
      `${key} ${token}`,
      `${key},${token}`,
      key.slice(0, -1),
      "fy_",
      "fy__",
      `fy_${"0".repeat(12)}_${"0".repeat(49)}`,
    ];
    for (const value of confused) {
      const { status } = await api.get("profile", withKey(value));
      expect({ value, status }).toEqual({ value, status: 401 });
    }
    for (const name of ["foyer_access", "foyer_refresh"]) {
      const cookie = { headers: { cookie: `${name}=${key}` }, withCookies: false };
      expect((await api.get("profile", cookie)).status).toBe(401);
      expect((await api.get("projects", cookie)).status).toBe(401);
    }
    expect((await api.get("profile", withKey())).status).toBe(200);
  });

  it("stays in its tenant, whatever headers say", async () => {
    const { api, user, one, test, withKey } = await keyed();
    const stranger = await createUser(test, { organization: "Elsewhere" });
    const names = { "x-tenant-id": stranger.tenantId, "x-user-id": stranger.id, "x-foyer-user": stranger.id };
    const more = {
      "x-forwarded-user": stranger.email,
      "x-remote-user": stranger.email,
      "x-original-url": "/dashboard/admin/users",
    };
    const headers = { ...withKey().headers, ...names, ...more };
    expect((await api.get("projects", { headers, withCookies: false })).data).toMatchObject({
      items: [{ id: one.id }],
    });
    const own = { headers: { ...names, ...more } };
    expect((await api.get("profile", own)).data).toMatchObject({ id: user.id, tenant: { id: user.tenantId } });
    expect((await api.get("/dashboard/admin/users", own)).status).toBe(403);
  });
});
