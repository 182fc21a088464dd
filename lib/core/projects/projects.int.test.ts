import { describe, expect, it } from "vitest";
import { slugOf } from "@/lib/values/projects";
import { withProjects } from "@/tests/support/api-keys";
import { createUser, signIn } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import {
  archiveProject,
  createProject,
  deleteProject,
  getProject,
  listProjects,
  restoreProject,
  updateProject,
} from "./projects";

describe("a project", () => {
  it("gets a slug from its name, with a number if it is taken, also by a concurrent request", async () => {
    const { test, actor } = await withProjects();
    const made = await atOnce(5, () => createProject(test.ctx, actor, { name: "Größe & Co." }));
    const slugs = made.map((result) => expectOk(result).slug).sort();
    expect(slugs).toEqual(["grosse-co", "grosse-co-2", "grosse-co-3", "grosse-co-4", "grosse-co-5"]);
    expect(slugOf("日本")).toBe("project");
  });

  it("can't take a slug that its organization uses already", async () => {
    const { test, actor, one, two } = await withProjects();
    const asked = { name: "Other", slug: one.slug };
    expect(codeOf(await createProject(test.ctx, actor, asked))).toBe("slug_taken");
    expect(codeOf(await updateProject(test.ctx, actor, { id: two.id, slug: one.slug }))).toBe("slug_taken");
    const other = await signIn(test, await createUser(test));
    expect(codeOf(await createProject(test.ctx, other.actor, asked))).toBe("ok");
  });

  it("isn't visible to another organization", async () => {
    const { test, one } = await withProjects();
    const { actor } = await signIn(test, await createUser(test));
    const { id } = one;
    expect(expectOk(await listProjects(test.ctx, actor, { page: 1, perPage: 50 })).total).toBe(0);
    expect(codeOf(await getProject(test.ctx, actor, { id }))).toBe("project_not_found");
    expect(codeOf(await updateProject(test.ctx, actor, { id, name: "Mine" }))).toBe("project_not_found");
    expect(codeOf(await archiveProject(test.ctx, actor, { id }))).toBe("project_not_found");
    expect(codeOf(await deleteProject(test.ctx, actor, { id }))).toBe("project_not_found");
  });

  it("is archived and restored by members, and deleted only by owners and admins", async () => {
    const { test, user, one } = await withProjects();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { tenantRole: "MEMBER" } });
    const { actor } = await signIn(test, user);
    const { id } = one;
    expect(expectOk(await archiveProject(test.ctx, actor, { id })).archivedAt).toBe(test.clock.now().toISOString());
    expect(expectOk(await restoreProject(test.ctx, actor, { id })).archivedAt).toBeNull();
    expect(codeOf(await deleteProject(test.ctx, actor, { id }))).toBe("owner_required");
    await test.ctx.db.user.update({ where: { id: user.id }, data: { tenantRole: "ADMIN" } });
    expect(codeOf(await deleteProject(test.ctx, (await signIn(test, user)).actor, { id }))).toBe("ok");
  });

  it("is listed in pages", async () => {
    const { test, actor, one, two } = await withProjects();
    const first = expectOk(await listProjects(test.ctx, actor, { page: 1, perPage: 1 }));
    const second = expectOk(await listProjects(test.ctx, actor, { page: 2, perPage: 1 }));
    expect(first.total).toBe(2);
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
  });
});
