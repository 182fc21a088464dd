import { expect, it } from "vitest";
import { revokeApiKey } from "@/lib/core/api-keys/api-keys";
import { makeKey, withProjects } from "@/tests/support/api-keys";
import { BearerClient, bodyText } from "@/tests/support/bearer-client";
import { signIn } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { quazzar } from "./api";

it("lists, creates, changes and deletes the company's projects", async () => {
  const { test, user, one } = await withProjects();
  const api = new BearerClient(test, quazzar);
  api.token = (await signIn(test, user, "quazzar")).session.accessToken;
  expect((await api.get("/projects?per_page=1")).body).toMatchObject({ total: 2, page: 1, per_page: 1 });
  const created = await api.post("/projects", { name: "New one" });
  expect(created).toMatchObject({ status: 201, body: { slug: "new-one", is_archived: false } });
  const path = `/projects/${bodyText(created, "id")}`;
  expect((await api.get(path)).status).toBe(200);
  expect((await api.patch(path, { name: "Newer", is_archived: true })).body).toMatchObject({
    name: "Newer",
    is_archived: true,
  });
  expect((await api.patch(path, { slug: one.slug })).status).toBe(409);
  expect((await api.delete(path)).body).toEqual({ message: "Project deleted" });
  expect((await api.get(path)).body).toMatchObject({ code: "project_not_found" });
});

it("takes an API key as the document prints it, for its projects and the profile, and nothing else", async () => {
  const { test, actor, one, two } = await withProjects();
  const { key, id } = await makeKey(test, actor, [one.id]);
  const api = new BearerClient(test, quazzar);
  api.token = key;
  expect((await api.get("/projects")).body).toMatchObject({ total: 1, items: [{ id: one.id }] });
  expect((await api.get("/users/me")).status).toBe(200);
  expect((await api.get(`/projects/${two.id}`)).status).toBe(404);
  expect((await api.patch(`/projects/${one.id}`, { name: "By key" })).status).toBe(200);
  for (const refused of [
    await api.post("/projects", { name: "More" }),
    await api.delete(`/projects/${one.id}`),
    await api.patch("/users/me", { full_name: "Mallory" }),
    await api.post("/auth/totp/provision"),
    await api.post("/auth/logout"),
  ]) {
    expect(refused).toMatchObject({ status: 403, body: { code: "api_key_not_allowed" } });
  }
  await revokeApiKey(test.ctx, actor, { id });
  expect((await api.get("/projects")).status).toBe(401);
});

it("is taken by the native API, too: for projects and reading the profile, never for security", async () => {
  const { test, actor, one } = await withProjects();
  const { key } = await makeKey(test, actor, [one.id]);
  const api = new NativeClient(test);
  const bearer = { headers: { authorization: `Bearer ${key}` }, withCookies: false, csrf: false };
  expect((await api.get("projects", bearer)).data).toMatchObject({ total: 1 });
  expect((await api.get("profile", bearer)).status).toBe(200);
  expect((await api.post(`projects/${one.id}/archive`, undefined, bearer)).status).toBe(200);
  expect((await api.post("projects", { name: "More" }, bearer)).error?.code).toBe("API_KEY_NOT_ALLOWED");
  for (const path of ["sessions", "api-keys", "activity", "export", "mfa/status", "team", "/dashboard/admin/users"]) {
    expect((await api.get(path, bearer)).error?.code, path).toBe("API_KEY_NOT_ALLOWED");
  }
  expect((await api.get("sessions", { ...bearer, headers: { authorization: `Bearer ${key}x` } })).status).toBe(401);
});
