import { it } from "vitest";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { confirmJoin } from "@/lib/core/access-requests/joining";
import { requireAdmin } from "@/lib/core/kernel/actors";
import { planLimits } from "@/lib/values/plans";
import {
  createAccessRequest,
  createUser,
  signIn,
  signInAdmin,
  testPassword,
  uniqueEmail,
} from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { asPerson, inviteTo } from "@/tests/support/team";
import type { TestContext } from "@/tests/support/test-context";
import { mailsTo } from "./effects";
import { openInstances } from "./instances";
import { run } from "./race";

const auth = "/dashboard/auth";
const room = 3;

async function fillMembers({ clock, ctx }: TestContext, tenantId: string, count: number): Promise<void> {
  const data = Array.from({ length: count }, () => ({
    tenantId,
    tenantRole: "MEMBER" as const,
    email: uniqueEmail("member"),
    name: "Mo Member",
    passwordChangedAt: clock.now(),
  }));
  await ctx.db.user.createMany({ data });
}

export function raceForInvitations(): void {
  it("creates one account for concurrent uses of a team invitation", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "invitation, with a new account",
      isVital: true,
      async prepare() {
        const owner = await asPerson(test, await createUser(test));
        const email = uniqueEmail("guest");
        return { email, tenantId: owner.user.tenantId, ...(await inviteTo(test, owner, email)) };
      },
      use: ({ token }, index) =>
        ask(index, {
          path: `${auth}/team/register`,
          json: { token, name: "Nia New", password: `my own secret ${index}` },
        }),
      wins: 1,
      errors: ["400 TOKEN_INVALID", "409 EMAIL_TAKEN"],
      effects: ({ email, tenantId }) => test.ctx.db.user.count({ where: { email, tenantId } }),
    });
  });

  it("moves an account into a team once", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "invitation, with an account that exists",
      async prepare() {
        const owner = await asPerson(test, await createUser(test));
        const guest = await asPerson(test, await createUser(test));
        const { token } = await inviteTo(test, owner, guest.user.email);
        return { guest, tenantId: owner.user.tenantId, token };
      },
      use: ({ guest, token }, index) =>
        ask(index, { path: `${auth}/team/join`, session: guest.session.accessToken, json: { token } }),
      wins: 1,
      errors: ["400 TOKEN_INVALID", "409 ALREADY_MEMBER"],
      effects: async ({ guest, tenantId }) =>
        (await test.ctx.db.user.count({ where: { id: guest.user.id, tenantId, tenantRole: "MEMBER" } })) *
        (await test.ctx.db.auditEvent.count({
          where: { action: "invitation.accepted", actorId: guest.user.id },
        })),
    });
  });

  it("sends no more invitations than the plan allows", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: `invitations against the plan's members, ${room} left`,
      async prepare() {
        const user = await createUser(test);
        await fillMembers(test, user.tenantId, planLimits.FREE.members - room - 1);
        return { ...user, session: (await signIn(test, user)).session.accessToken };
      },
      use: ({ session }, index) =>
        ask(index, {
          path: `${auth}/team/invitations`,
          session,
          json: { email: uniqueEmail("guest"), role: "member" },
        }),
      wins: room,
      errors: ["409 PLAN_LIMIT_REACHED"],
      expected: room,
      effects: ({ tenantId }) => test.ctx.db.invitation.count({ where: { tenantId } }),
    });
  });

  it("sends one of twenty invitations to one address", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "invitation of one address: one that works",
      async prepare() {
        const user = await createUser(test);
        return { ...user, guest: uniqueEmail("guest"), session: (await signIn(test, user)).session.accessToken };
      },
      use: ({ guest, session }, index) =>
        ask(index, { path: `${auth}/team/invitations`, session, json: { email: guest, role: "member" } }),
      // A new invitation replaces the previous one.
      wins: "all",
      errors: [],
      effects: ({ tenantId }) => test.ctx.db.invitation.count({ where: { tenantId, revokedAt: null } }),
    });
  });

  it("adds one approved applicant to an existing tenant once", async () => {
    const { test, ask } = await openInstances();
    const adminUser = await createUser(test, { isAdmin: true });
    const admin = expectOk(requireAdmin((await signIn(test, adminUser)).actor));
    await run({
      thing: "approval that joins a tenant",
      async prepare() {
        const owner = await createUser(test);
        const { id, email } = await createAccessRequest(test);
        expectOk(await approveAccessRequest(test.ctx, admin, { id, joinTenantId: owner.tenantId }));
        expectOk(await confirmJoin(test.ctx, (await signIn(test, owner)).actor, { id }));
        const { id: tenantId, name: organization } = await test.ctx.db.tenant.findUniqueOrThrow({
          where: { id: owner.tenantId },
        });
        const approvalToken = await test.mails.lastToken(email, "access-approved");
        return { email, tenantId, organization, approvalToken };
      },
      use: ({ approvalToken, email, organization }, index) =>
        ask(index, {
          path: `${auth}/register`,
          json: { email, name: "Jo", organization, password: testPassword, approvalToken },
        }),
      wins: 1,
      errors: ["403 REGISTRATION_REQUIRES_APPROVAL", "409 EMAIL_TAKEN"],
      effects: async ({ email, tenantId }) =>
        (await test.ctx.db.user.count({ where: { email, tenantId } })) * (await mailsTo(test, email, "verify-email")),
    });
  });

  it("adds approved applicants to a tenant up to its plan's members", async () => {
    const { test, ask } = await openInstances();
    const admin = await signInAdmin(test);
    await run({
      thing: `approvals that join a tenant, ${room} places left`,
      uses: 6,
      async prepare() {
        const owner = await createUser(test);
        const { actor } = await signIn(test, owner);
        const joining: { email: string; approvalToken: string }[] = [];
        for (let count = 0; count < 6; count += 1) {
          const { id, email } = await createAccessRequest(test);
          expectOk(await approveAccessRequest(test.ctx, admin, { id, joinTenantId: owner.tenantId }));
          expectOk(await confirmJoin(test.ctx, actor, { id }));
          joining.push({ email, approvalToken: await test.mails.lastToken(email, "access-approved") });
        }
        await fillMembers(test, owner.tenantId, planLimits.FREE.members - room - 1);
        const { id: tenantId, name: organization } = await test.ctx.db.tenant.findUniqueOrThrow({
          where: { id: owner.tenantId },
        });
        return { joining, tenantId, organization };
      },
      use: ({ joining, organization }, index) =>
        ask(index, {
          path: `${auth}/register`,
          json: { ...joining[index], name: "Jo", organization, password: testPassword },
        }),
      wins: room,
      errors: ["409 PLAN_LIMIT_REACHED"],
      expected: planLimits.FREE.members,
      effects: ({ tenantId }) => test.ctx.db.user.count({ where: { tenantId } }),
    });
  });
}
