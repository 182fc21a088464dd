import { expect, it } from "vitest";
import { createUser, signIn, signInAdmin } from "@/lib/testing/factories";
import { acts } from "@/lib/testing/joining";
import { expectOk } from "@/lib/testing/outcomes";
import { testContext } from "@/lib/testing/test-context";
import { deleteProject } from "../projects/change-project";
import { createProject } from "../projects/create-project";
import { changeTenant } from "./change-tenant";

async function organization() {
  const test = await testContext();
  const owner = await createUser(test);
  const deputy = await createUser(test);
  await test.ctx.db.user.update({
    where: { id: deputy.id },
    data: { tenantId: owner.tenantId, tenantRole: "ADMIN" },
  });
  return { test, owner, actor: (await signIn(test, owner)).actor, deputy: (await signIn(test, deputy)).actor };
}

it("owners find in their activity what an admin of the console did to their organization, and are mailed", async () => {
  const { test, owner, actor } = await organization();
  const admin = await signInAdmin(test);
  const change = { tenantId: owner.tenantId, plan: "PRO" as const, production: "active" as const };
  expectOk(await changeTenant(test.ctx, admin, change));
  const found = await acts(test, actor);
  expect(found).toContain("tenant.plan_changed by admin");
  expect(found).toContain("tenant.production_changed by admin");
  expect(await test.mails.templatesTo(owner.email)).toEqual(
    expect.arrayContaining(["plan-changed", "production-changed"]),
  );
});

it("owners are mailed a project that somebody else deleted, and find it in their activity", async () => {
  const { test, owner, actor, deputy } = await organization();
  for (const [by, slug] of [
    [deputy, "theirs"],
    [actor, "own"],
  ] as const) {
    const { id } = expectOk(await createProject(test.ctx, by, { name: "Checkout", slug }));
    expectOk(await deleteProject(test.ctx, by, { id }));
  }
  const mailed = (await test.mails.templatesTo(owner.email)).filter((template) => template === "project-deleted");
  expect(mailed, "their own act is no news").toHaveLength(1);
  expect(await test.mails.last(owner.email, "project-deleted")).toMatchObject({ by: deputy.user.name });
  expect(await acts(test, actor)).toContain("project.deleted by member");
});
