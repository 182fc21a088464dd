import { describe, expect, it } from "vitest";
import { slugOf } from "@/lib/values/projects";
import { withProjects } from "@/tests/support/api-keys";
import { createUser, signIn } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { archiveProject, deleteProject, restoreProject, updateProject } from "./change-project";
import { createProject } from "./create-project";
import { getProject, listProjects } from "./list-projects";

describe("a project", () => {
  it("gets a slug of its name, with a number where another has it, also at the same moment", async () => {
    const { test, actor } = await withProjects();
    const made = await atOnce(5, () => createProject(test.ctx, actor, { name: "Größe & Co." }));
    const slugs = made.map((result) => expectOk(result).slug).sort();
    expect(slugs).toEqual(["grosse-co", "grosse-co-2", "grosse-co-3", "grosse-co-4", "grosse-co-5"]);
    expect(slugOf("日本")).toBe("project");
  });

  it("is refused a slug that another project of the tenant has, and only of this tenant", async () => {
    const { test, actor, one, two } = await withProjects();
    const asked = { name: "Other", slug: one.slug };
    expect(codeOf(await createProject(test.ctx, actor, asked))).toBe("slug_taken");
    expect(codeOf(await updateProject(test.ctx, actor, { id: two.id, slug: one.slug }))).toBe("slug_taken");
    const stranger = await signIn(test, await createUser(test));
    expect(codeOf(await createProject(test.ctx, stranger.actor, asked))).toBe("ok");
  });

  it("is nobody else's", async () => {
    const { test, one } = await withProjects();
    const { actor } = await signIn(test, await createUser(test));
    const { id } = one;
    expect((await listProjects(test.ctx, actor, { page: 1, perPage: 50 })).total).toBe(0);
    expect(codeOf(await getProject(test.ctx, actor, { id }))).toBe("project_not_found");
    expect(codeOf(await updateProject(test.ctx, actor, { id, name: "Mine" }))).toBe("project_not_found");
    expect(codeOf(await archiveProject(test.ctx, actor, { id }))).toBe("project_not_found");
    expect(codeOf(await deleteProject(test.ctx, actor, { id }))).toBe("project_not_found");
  });

  it("is put aside and taken back; members do both, and only owners and admins delete it", async () => {
    const { test, user, one } = await withProjects();
    await test.ctx.db.user.update({ where: { id: user.id }, data: { tenantRole: "MEMBER" } });
    const { actor } = await signIn(test, user);
    const { id } = one;
    expect(expectOk(await archiveProject(test.ctx, actor, { id })).archivedAt).toEqual(test.clock.now());
    expect(expectOk(await restoreProject(test.ctx, actor, { id })).archivedAt).toBeNull();
    expect(codeOf(await deleteProject(test.ctx, actor, { id }))).toBe("owner_required");
    await test.ctx.db.user.update({ where: { id: user.id }, data: { tenantRole: "ADMIN" } });
    expect(codeOf(await deleteProject(test.ctx, (await signIn(test, user)).actor, { id }))).toBe("ok");
  });

  it("is listed page by page", async () => {
    const { test, actor, one, two } = await withProjects();
    const first = await listProjects(test.ctx, actor, { page: 1, perPage: 1 });
    const second = await listProjects(test.ctx, actor, { page: 2, perPage: 1 });
    expect(first.total).toBe(2);
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
  });
});
