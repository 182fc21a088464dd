import { describe, expect, it } from "vitest";
import { listActivitySchema } from "@/lib/values/forms";
import { createUser, signIn, signInAdmin, turnOnMfa } from "@/tests/support/factories";
import { acts } from "@/tests/support/joining";
import { expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { changeUserRole, deactivateUser, reactivateUser } from "../accounts/manage-users";
import { revokeUserApiKey, revokeUserSession, signOutUser } from "../accounts/user-access";
import { createApiKey } from "../api-keys/api-keys";
import { listActivity } from "../audit/list-activity";
import type { UserActor } from "../kernel/actors";
import { createProject, deleteProject } from "../projects/projects";
import { revokeSession } from "../sessions/sessions";
import { cancelUserMfaReset, scheduleMfaReset } from "../sign-in/mfa/reset";
import { renameTenant, setTeamMfa } from "./team-settings";
import { addDomain, removeDomain } from "./tenant-domains";
import { changeTenant } from "./tenants";

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

it("a console admin's change to an organization is in its owners' activity and emailed to them", async () => {
  const { test, owner, actor } = await organization();
  const admin = await signInAdmin(test);
  const change = { id: owner.tenantId, plan: "PRO" as const, production: "active" as const };
  expectOk(await changeTenant(test.ctx, admin, change));
  const found = await acts(test, actor);
  expect(found).toContain("tenant.plan_changed by admin");
  expect(found).toContain("tenant.production_changed by admin");
  expect(await test.mails.templatesTo(owner.email)).toEqual(
    expect.arrayContaining(["plan-changed", "production-changed"]),
  );
});

it("a project that another member deletes is in the owners' activity and emailed to them", async () => {
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

it("owners and admins get one email each about a new name, a 2FA requirement and a removed domain", async () => {
  const { test, owner, actor, deputy } = await organization();
  const told = async (email: string) =>
    (await test.mails.templatesTo(email)).filter((template) => template === "security-setting-changed").length;
  const last = (email: string) => test.mails.last(email, "security-setting-changed");
  expectOk(await setTeamMfa(test.ctx, actor, { required: true }));
  expectOk(await setTeamMfa(test.ctx, actor, { required: true }));
  expectOk(await setTeamMfa(test.ctx, actor, { required: false }));
  expect(await told(deputy.user.email)).toBe(2);
  expect(await last(deputy.user.email)).toMatchObject({ changes: [{ setting: "organizationMfa", value: "off" }] });

  expectOk(await renameTenant(test.ctx, deputy, { name: "Renamed Inc" }));
  expectOk(
    await renameTenant(
      test.ctx,
      { ...deputy, tenant: { ...deputy.tenant, name: "Renamed Inc" } },
      { name: "Renamed Inc" },
    ),
  );
  expect(await last(owner.email)).toMatchObject({
    by: deputy.user.name,
    byEmail: deputy.user.email,
    changes: [{ setting: "organizationName", value: "Renamed Inc" }],
  });

  const { id } = expectOk(await addDomain(test.ctx, actor, { domain: "acme.example" }));
  expectOk(await removeDomain(test.ctx, actor, { id }));
  for (const { email } of [owner, deputy.user]) {
    expect(await last(email)).toMatchObject({ changes: [{ setting: "domainRemoved", value: "acme.example" }] });
    expect(await told(email), "the act's own author, too").toBe(4);
  }
});

describe("a console admin's action on a member", () => {
  const reason = "Left the company";
  type Admin = Awaited<ReturnType<typeof signInAdmin>>;
  const doing: Record<string, (test: TestContext, admin: Admin, member: UserActor) => Promise<unknown>> = {
    "user.deactivated": ({ ctx }, admin, { user }) => deactivateUser(ctx, admin, { id: user.id, reason }),
    "user.reactivated": async ({ ctx }, admin, { user }) => {
      await deactivateUser(ctx, admin, { id: user.id, reason });
      return reactivateUser(ctx, admin, { id: user.id });
    },
    "user.role_changed": ({ ctx }, admin, { user }) => changeUserRole(ctx, admin, { id: user.id, role: "reviewer" }),
    "session.revoked": ({ ctx }, admin, { session }) => revokeUserSession(ctx, admin, { id: session.id }),
    "session.all_revoked": ({ ctx }, admin, { user }) => signOutUser(ctx, admin, { id: user.id }),
    "mfa.reset_scheduled": async ({ ctx }, admin, { user }) => {
      await turnOnMfa(ctx, user.id);
      return scheduleMfaReset(ctx, admin, { id: user.id, reason });
    },
    "mfa.reset_cancelled": async ({ ctx }, admin, { user }) => {
      await turnOnMfa(ctx, user.id);
      await scheduleMfaReset(ctx, admin, { id: user.id, reason });
      return cancelUserMfaReset(ctx, admin, { id: user.id });
    },
    "api_key.revoked": async ({ ctx }, admin, member) => {
      const { id } = expectOk(await createProject(ctx, member, { name: "Checkout" }));
      const key = expectOk(await createApiKey(ctx, member, { name: "ci", projectIds: [id] }));
      return revokeUserApiKey(ctx, admin, { id: key.id });
    },
  };

  it.each(Object.entries(doing))("%s: is in the owners' activity with the member's name", async (action, act) => {
    const { test, actor, deputy } = await organization();
    await act(test, await signInAdmin(test), deputy);
    const { items } = await listActivity(test.ctx, actor, listActivitySchema.parse({}));
    expect(items).toContainEqual(expect.objectContaining({ action, by: "admin", member: deputy.user.name, ip: "" }));
    const stranger = await signIn(test, await createUser(test));
    const theirs = await listActivity(test.ctx, stranger.actor, listActivitySchema.parse({}));
    expect(theirs.items.map((item) => item.action)).not.toContain(action);
  });

  it("is the only activity of a member that owners see", async () => {
    const { test, actor, deputy } = await organization();
    expectOk(await revokeSession(test.ctx, deputy, { id: deputy.session.id }));
    expect((await acts(test, deputy)).join()).toContain("session.revoked by you");
    expect((await acts(test, actor)).join()).not.toContain("session.revoked");
  });
});
