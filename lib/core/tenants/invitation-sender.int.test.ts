import { describe, expect, it } from "vitest";
import type { Email } from "@/lib/values/email";
import type { TeamRole } from "@/lib/values/team-roles";
import { createUser, signInAdmin, testPassword, uniqueEmail } from "@/tests/support/factories";
import { codeOf, expectOk } from "@/tests/support/outcomes";
import { addMember, asPerson, inviteTo, type Person, testTeam } from "@/tests/support/team";
import type { TestContext } from "@/tests/support/test-context";
import { completeDueDeletions, scheduleDeletion } from "../accounts/deletion";
import { deactivateUser, reactivateUser } from "../accounts/manage-users";
import { joinWithNewAccount } from "../accounts/sign-up/join-with-new-account";
import { acceptInvitation, findInvitationToJoin, invite, resendInvitation } from "./invitations";
import { changeRole, leaveTeam, listTeam, removeMember, transferOwnership } from "./team";

interface Team {
  test: TestContext;
  ctx: TestContext["ctx"];
  owner: Person;
  sender: Person;
}

interface Loss {
  how: string;
  role: TeamRole;
  lose: (team: Team) => Promise<unknown>;
}

const deletion = { currentPassword: testPassword, confirmation: "delete" } as const;

async function scheduleDeletionOf({ ctx, sender }: Team): Promise<void> {
  expectOk(await scheduleDeletion(ctx, await sender.fresh(), deletion));
}

async function deactivate({ test, ctx, sender }: Team): Promise<void> {
  const admin = await signInAdmin(test);
  expectOk(await deactivateUser(ctx, admin, { id: sender.user.id, reason: "Left the company" }));
}

async function demote({ ctx, owner, sender }: Team): Promise<void> {
  expectOk(await changeRole(ctx, await owner.fresh(), { id: sender.user.id, role: "member" }));
}

const losses: Loss[] = [
  {
    how: "was removed",
    role: "admin",
    lose: async ({ ctx, owner, sender }) => expectOk(await removeMember(ctx, owner.actor, { id: sender.user.id })),
  },
  { how: "was demoted to member", role: "admin", lose: demote },
  {
    how: "was demoted from owner to admin",
    role: "owner",
    lose: async ({ ctx, owner, sender }) =>
      expectOk(await changeRole(ctx, owner.actor, { id: sender.user.id, role: "admin" })),
  },
  {
    how: "transferred the ownership",
    role: "owner",
    lose: async ({ ctx, owner, sender }) =>
      expectOk(await transferOwnership(ctx, sender.actor, { memberId: owner.user.id })),
  },
  { how: "left", role: "admin", lose: async ({ ctx, sender }) => expectOk(await leaveTeam(ctx, sender.actor, {})) },
  {
    how: "joined another organization",
    role: "admin",
    lose: async ({ test, ctx, sender }) => {
      const elsewhere = await asPerson(test, await createUser(test));
      const { token } = await inviteTo(test, elsewhere, sender.user.email);
      expectOk(await acceptInvitation(ctx, sender.actor, { token }));
    },
  },
  { how: "was deactivated", role: "admin", lose: deactivate },
  { how: "has asked to be deleted", role: "admin", lose: scheduleDeletionOf },
  {
    how: "was deleted",
    role: "admin",
    lose: async (team) => {
      await scheduleDeletionOf(team);
      team.test.clock.advance({ days: 7 });
      expect(await completeDueDeletions(team.ctx)).toBe(1);
    },
  },
  {
    how: "lost the role in the database alone",
    role: "admin",
    lose: ({ ctx, sender }) => ctx.db.user.update({ where: { id: sender.user.id }, data: { tenantRole: "MEMBER" } }),
  },
];

const newAccount = { name: "Mal Second", password: testPassword };

const ways = {
  "a new account": async ({ ctx }: Team, _email: Email, token: string) =>
    joinWithNewAccount(ctx, { ...newAccount, token }),
  "an account that was never verified": async ({ ctx }: Team, _email: Email, token: string) =>
    joinWithNewAccount(ctx, { ...newAccount, token }),
  "an existing account": async ({ test, ctx }: Team, email: Email, token: string) => {
    const { id, tenantId } = await ctx.db.user.findUniqueOrThrow({ where: { email } });
    const user = { id, tenantId, email, name: "Mal", password: testPassword, totpSecret: "", recoveryCodes: [] };
    return acceptInvitation(ctx, (await asPerson(test, user)).actor, { token });
  },
};

async function invitedEmail(test: TestContext, way: string): Promise<Email> {
  if (way === "an existing account") return (await createUser(test)).email;
  if (way === "an account that was never verified") return (await createUser(test, { isVerified: false })).email;
  return uniqueEmail("invited");
}

async function teamWithSender(role: TeamRole): Promise<Team> {
  const { test, ctx, owner } = await testTeam();
  return { test, ctx, owner, sender: await addMember(test, owner, role, "Mal Sender") };
}

const table = losses.flatMap((loss) => Object.entries(ways).map(([way, accept]) => ({ ...loss, way, accept })));

describe("an invitation whose sender may no longer give its role", () => {
  it.each(table)("is invalid when the sender $how: $way", async ({ role, lose, way, accept }) => {
    const team = await teamWithSender(role);
    const { test, ctx, owner, sender } = team;
    const email = await invitedEmail(test, way);
    const { token } = await inviteTo(test, sender, email, role);
    expect(await findInvitationToJoin(ctx, token)).toMatchObject({ state: "open", inviter: "Mal Sender" });
    await lose(team);
    expect(await findInvitationToJoin(ctx, token)).toEqual({ state: "expired" });
    expect(codeOf(await accept(team, email, token))).toBe("token_invalid");
    expect(await ctx.db.user.count({ where: { email, tenantId: owner.user.tenantId } })).toBe(0);
  });

  it("stays open for a role that the sender may still give", async () => {
    const team = await teamWithSender("owner");
    const { test, ctx, owner, sender } = team;
    const { token } = await inviteTo(test, sender, uniqueEmail(), "admin");
    expectOk(await changeRole(ctx, owner.actor, { id: sender.user.id, role: "admin" }));
    expectOk(await joinWithNewAccount(ctx, { ...newAccount, token }));
  });

  it("stays revoked when the sender gets the role back, or the account is reactivated", async () => {
    const demoted = await teamWithSender("admin");
    const first = await inviteTo(demoted.test, demoted.sender, uniqueEmail(), "admin");
    await demote(demoted);
    expectOk(await changeRole(demoted.ctx, demoted.owner.actor, { id: demoted.sender.user.id, role: "admin" }));
    expect(codeOf(await joinWithNewAccount(demoted.ctx, { ...newAccount, token: first.token }))).toBe("token_invalid");
    expect(expectOk(await listTeam(demoted.ctx, demoted.owner.actor, {})).invitations).toEqual([]);

    const closed = await teamWithSender("admin");
    const second = await inviteTo(closed.test, closed.sender, uniqueEmail(), "admin");
    await deactivate(closed);
    expectOk(await reactivateUser(closed.ctx, await signInAdmin(closed.test), { id: closed.sender.user.id }));
    expect(codeOf(await joinWithNewAccount(closed.ctx, { ...newAccount, token: second.token }))).toBe("token_invalid");
  });

  it("works again after another owner or admin resends it, who becomes its sender", async () => {
    const team = await teamWithSender("admin");
    const { test, ctx, owner, sender } = team;
    const email = uniqueEmail();
    const { id } = await inviteTo(test, sender, email, "admin");
    await scheduleDeletionOf(team);
    expectOk(await resendInvitation(ctx, await owner.fresh(), { id }));
    const token = await test.mails.lastToken(email, "invitation");
    expect(await findInvitationToJoin(ctx, token)).toMatchObject({ state: "open", inviter: "Olive Owner" });
    expectOk(await joinWithNewAccount(ctx, { ...newAccount, token }));
  });

  it("isn't sent or resent by a user whose account is about to be deleted", async () => {
    const team = await teamWithSender("admin");
    const { test, ctx, owner, sender } = team;
    const { id } = await inviteTo(test, owner, uniqueEmail());
    await scheduleDeletionOf(team);
    const { actor } = await asPerson(test, sender.user);
    expect(codeOf(await invite(ctx, actor, { email: uniqueEmail(), role: "member" }))).toBe("owner_required");
    expect(codeOf(await resendInvitation(ctx, actor, { id }))).toBe("owner_required");
  });

  it("keeps no name of a deleted sender in its first email when another user resent it", async () => {
    const team = await teamWithSender("admin");
    const { test, ctx, owner, sender } = team;
    const email = uniqueEmail();
    const { id } = await inviteTo(test, sender, email);
    const preview = { subject: "Mal Sender invites you", text: "Mal Sender invites you", html: "Mal Sender" };
    await ctx.db.mail.updateMany({ where: { to: email }, data: { preview, createdAt: test.clock.now() } });
    expectOk(await resendInvitation(ctx, owner.actor, { id }));
    await scheduleDeletionOf(team);
    test.clock.advance({ days: 7 });
    expect(await completeDueDeletions(ctx)).toBe(1);
    const mails = await ctx.db.mail.findMany({ where: { to: email } });
    expect(JSON.stringify(mails.map((mail) => mail.preview))).not.toContain("Mal Sender");
  });
});
