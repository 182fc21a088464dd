import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { confirmJoin } from "@/lib/core/access-requests/joining";
import { listActivity } from "@/lib/core/audit/list-activity";
import { requireReviewer, type UserActor } from "@/lib/core/kernel/actors";
import { listActivitySchema } from "@/lib/values/forms";
import { planLimits } from "@/lib/values/plans";
import { createAccessRequest, createUser, emailOf, signIn, signInAdmin, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";

/** Fills the plan's quota of members. */
export async function fill(test: TestContext, tenantId: string): Promise<void> {
  await test.ctx.db.user.createMany({
    data: Array.from({ length: planLimits.FREE.members - 1 }, () => ({
      tenantId,
      tenantRole: "MEMBER" as const,
      email: uniqueEmail(),
      name: "Member",
      locale: "en",
      passwordChangedAt: test.clock.now(),
    })),
  });
}

/** An organization with an owner, an admin and a member, and an approved request to join it. */
export async function asking(joinRole?: "member" | "admin") {
  const test = await testContext();
  const admin = await signInAdmin(test);
  const owner = await createUser(test, { organization: "Acme" });
  const { tenantId } = owner;
  const deputy = await createUser(test);
  const member = await createUser(test);
  for (const [id, tenantRole] of [
    [deputy.id, "ADMIN"],
    [member.id, "MEMBER"],
  ] as const) {
    await test.ctx.db.user.update({ where: { id }, data: { tenantId, tenantRole } });
  }
  const { id, email } = await createAccessRequest(test, { organization: "Acme, second try" });
  const input = { id, joinTenantId: tenantId, ...(joinRole ? { joinRole } : {}) };
  const view = expectOk(await approveAccessRequest(test.ctx, admin, input));
  const actors = {
    owner: (await signIn(test, owner)).actor,
    deputy: (await signIn(test, deputy)).actor,
    member: (await signIn(test, member)).actor,
  };
  const people = { owner, deputy, member };
  return { test, ctx: test.ctx, admin, tenantId, people, actors, id, view, email: emailOf(email) };
}

/** The same after the owner's confirmation. */
export async function joining(joinRole?: "member" | "admin") {
  const given = await asking(joinRole);
  expectOk(await confirmJoin(given.ctx, given.actors.owner, { id: given.id }));
  return { ...given, approvalToken: await given.test.mails.lastToken(given.email, "access-approved") };
}

export async function reviewerOf(test: TestContext, options: Parameters<typeof createUser>[1] = {}) {
  const person = await createUser(test, options);
  await test.ctx.db.user.update({ where: { id: person.id }, data: { isReviewer: true } });
  return expectOk(requireReviewer((await signIn(test, person)).actor));
}

export function verify(test: TestContext, tenantId: string, domain: string) {
  const now = test.clock.now();
  return test.ctx.db.tenantDomain.create({
    data: { tenantId, domain, token: "unused", verifiedAt: now, verifiedBy: "dns" },
  });
}

export async function acts(test: TestContext, actor: UserActor): Promise<string[]> {
  const { items } = await listActivity(test.ctx, actor, listActivitySchema.parse({}));
  return items.map(({ action, by }) => `${action} by ${by}`);
}
