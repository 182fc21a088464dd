import { describe, expect, it } from "vitest";
import { createUser, strangeToken, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { addMember, asPerson, inviteTo, testTeam } from "@/tests/support/team";
import { testContext } from "@/tests/support/test-context";
import { joinWithNewAccount } from "../accounts/sign-up/join-with-new-account";
import { findInvitationToJoin, invite, resendInvitation, revokeInvitation } from "./invitations";
import { listTeam } from "./team";

describe("inviting", () => {
  it("emails a link that works for 14 days, and lists the invitation", async () => {
    const { test, ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const { token } = await inviteTo(test, owner, email, "admin");
    expect(await test.mails.last(email, "invitation")).toMatchObject({
      inviter: "Olive Owner",
      organization: "Blue Harbour",
      role: "ADMIN",
      url: `http://localhost:3000/join?token=${token}`,
    });
    expect(expectOk(await listTeam(ctx, owner.actor, {})).invitations).toMatchObject([
      { email, role: "admin", sentAt: test.clock.now().toISOString(), invitedBy: "Olive Owner" },
    ]);
    test.clock.advance({ days: 14, seconds: -1 });
    expect(await findInvitationToJoin(ctx, token)).toMatchObject({ state: "open", email, role: "admin" });
    test.clock.advance({ seconds: 1 });
    expect(await findInvitationToJoin(ctx, token)).toEqual({ state: "expired" });
    const late = { token, name: "Too Late", password: testPassword };
    expect(codeOf(await joinWithNewAccount(ctx, late))).toBe("token_invalid");
  });

  it("is allowed to owners for any role, and to admins for any except owner", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    const member = await addMember(test, owner, "member");
    const may = async (person: typeof owner, role: "owner" | "admin" | "member") =>
      codeOf(await invite(ctx, person.actor, { email: uniqueEmail(), role }));
    expect(await may(owner, "owner")).toBe("ok");
    expect(await may(admin, "admin")).toBe("ok");
    expect(await may(admin, "member")).toBe("ok");
    expect(await may(admin, "owner")).toBe("owner_required");
    expect(await may(member, "member")).toBe("owner_required");
  });

  it("refuses a member's address, and answers alike for addresses with and without an account", async () => {
    const { test, ctx, owner } = await testTeam();
    const member = await addMember(test, owner, "member");
    const known = await createUser(test);
    const again = { email: member.user.email, role: "member" } as const;
    expect(codeOf(await invite(ctx, owner.actor, again))).toBe("already_member");
    const answers = [known.email, uniqueEmail()].map((email) => invite(ctx, owner.actor, { email, role: "member" }));
    for (const answer of await Promise.all(answers)) {
      expect(Object.keys(expectOk(answer)).sort()).toEqual(["expiresAt", "id"]);
    }
  });

  it.each(["owner", "admin", "member"] as const)(
    "of %s: mails owners and the sender about leaders only",
    async (role) => {
      const test = await testContext();
      const sender = await asPerson(test, await createUser(test));
      const owner = await addMember(test, sender, "owner");
      const admin = await addMember(test, sender, "admin");
      await test.ctx.db.mail.deleteMany();
      const { id } = await inviteTo(test, sender, uniqueEmail("invited"), role);
      const expected = role === "member" ? 0 : 1;
      const told = async ({ user }: typeof owner) =>
        (await test.mails.templatesTo(user.email)).filter((template) => template === "invitation-sent").length;
      expect(await Promise.all([sender, owner, admin].map(told))).toEqual([expected, expected, 0]);
      expectOk(await resendInvitation(test.ctx, await sender.fresh(), { id }));
      expect(await Promise.all([sender, owner, admin].map(told))).toEqual([expected * 2, expected * 2, 0]);
    },
  );

  it("replaces the open invitation of an address", async () => {
    const { test, ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const first = await inviteTo(test, owner, email, "owner");
    const second = await inviteTo(test, owner, email, "member");
    expect(await findInvitationToJoin(ctx, first.token)).toEqual({ state: "expired" });
    expect(await findInvitationToJoin(ctx, second.token)).toMatchObject({ state: "open", role: "member" });
    expect(expectOk(await listTeam(ctx, owner.actor, {})).invitations).toHaveLength(1);
  });

  it("leaves one open invitation after concurrent requests", async () => {
    const { ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const all = await atOnce(8, () => invite(ctx, owner.actor, { email, role: "member" }));
    expect(all.map(codeOf)).toEqual(Array(8).fill("ok"));
    expect(expectOk(await listTeam(ctx, owner.actor, {})).invitations).toHaveLength(1);
    const open = { purpose: "INVITATION", usedAt: null, voidedAt: null } as const;
    expect(await ctx.db.oneTimeToken.count({ where: open })).toBe(1);
  });

  it("is limited to three emails an hour to an address, and twenty of an organization", async () => {
    const { test, ctx, owner } = await testTeam({ limits: "counting" });
    const email = uniqueEmail();
    const send = (to = uniqueEmail()) => invite(ctx, owner.actor, { email: to, role: "member" });
    for (let count = 0; count < 3; count += 1) expectOk(await send(email));
    const refused = await send(email);
    expect(refused).toMatchObject({ ok: false, error: { code: "rate_limited", retryAfterSeconds: 3600 } });
    for (let count = 0; count < 16; count += 1) expectOk(await send());
    expect(codeOf(await send())).toBe("rate_limited");
    const [invitation] = expectOk(await listTeam(ctx, owner.actor, {})).invitations;
    expect(codeOf(await resendInvitation(ctx, owner.actor, { id: invitation?.id ?? "" }))).toBe("rate_limited");
    test.clock.advance({ hours: 1 });
    const { actor } = await asPerson(test, owner.user);
    expectOk(await invite(ctx, actor, { email, role: "member" }));
  });

  it("is refused for a member who was just removed", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    await ctx.db.user.update({ where: { id: admin.user.id }, data: { tenantRole: "MEMBER" } });
    expect(codeOf(await invite(ctx, admin.actor, { email: uniqueEmail(), role: "member" }))).toBe("owner_required");
  });
});

describe("resending an invitation", () => {
  it("emails a new link for another 14 days, also after the first expired, and voids the old one", async () => {
    const { test, ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const { id, token } = await inviteTo(test, owner, email);
    test.clock.advance({ days: 20 });
    const actor = (await asPerson(test, owner.user)).actor;
    const { expiresAt } = expectOk(await resendInvitation(ctx, actor, { id }));
    expect(new Date(expiresAt).getTime() - test.clock.now().getTime()).toBe(14 * 24 * 60 * 60 * 1000);
    expect(await findInvitationToJoin(ctx, token)).toEqual({ state: "expired" });
    const newest = await test.mails.lastToken(email, "invitation");
    expect(newest).not.toBe(token);
    expect(await findInvitationToJoin(ctx, newest)).toMatchObject({ state: "open" });
    expect(expectOk(await listTeam(ctx, actor, {})).invitations).toMatchObject([
      { id, sentAt: test.clock.now().toISOString() },
    ]);
  });
});

describe("revoking an invitation", () => {
  it("voids its link, once", async () => {
    const { test, ctx, owner } = await testTeam();
    const { id, token } = await inviteTo(test, owner, uniqueEmail());
    expectOk(await revokeInvitation(ctx, owner.actor, { id }));
    expect(await findInvitationToJoin(ctx, token)).toEqual({ state: "expired" });
    const input = { token, name: "Uninvited", password: testPassword };
    expect(codeOf(await joinWithNewAccount(ctx, input))).toBe("token_invalid");
    expect(codeOf(await revokeInvitation(ctx, owner.actor, { id }))).toBe("invitation_not_found");
    expect(codeOf(await resendInvitation(ctx, owner.actor, { id }))).toBe("invitation_not_found");
    expect(expectOk(await listTeam(ctx, owner.actor, {})).invitations).toEqual([]);
  });

  it("excludes its acceptance at the same time", async () => {
    const { test, ctx, owner } = await testTeam();
    for (let round = 0; round < 6; round += 1) {
      const email = uniqueEmail();
      const { id, token } = await inviteTo(test, owner, email);
      const [joined, revoked] = await Promise.all([
        joinWithNewAccount(ctx, { token, name: "In Time", password: testPassword }),
        revokeInvitation(ctx, owner.actor, { id }),
      ]);
      expect([codeOf(joined), codeOf(revoked)].filter((code) => code === "ok")).toHaveLength(1);
      expect(await ctx.db.user.count({ where: { email } })).toBe(joined.ok ? 1 : 0);
    }
  });

  it("and resending it need the right to send it", async () => {
    const { test, ctx, owner } = await testTeam();
    const admin = await addMember(test, owner, "admin");
    const member = await addMember(test, owner, "member");
    const forOwner = await inviteTo(test, owner, uniqueEmail(), "owner");
    const forMember = await inviteTo(test, owner, uniqueEmail(), "member");
    for (const act of [resendInvitation, revokeInvitation]) {
      expect(codeOf(await act(ctx, admin.actor, forOwner))).toBe("owner_required");
      expect(codeOf(await act(ctx, member.actor, forMember))).toBe("owner_required");
    }
    expectOk(await revokeInvitation(ctx, admin.actor, forMember));
    expect(expectOk(await listTeam(ctx, member.actor, {})).invitations).toEqual([]);
  });

  it("isn't possible for another organization's", async () => {
    const { test, ctx, owner } = await testTeam();
    const stranger = await asPerson(test, await createUser(test));
    const { id } = await inviteTo(test, owner, uniqueEmail());
    for (const act of [resendInvitation, revokeInvitation]) {
      for (const unknown of [id, stranger.user.id]) {
        expect(codeOf(await act(ctx, stranger.actor, { id: unknown }))).toBe("invitation_not_found");
      }
    }
    expect(expectOk(await listTeam(ctx, owner.actor, {})).invitations).toHaveLength(1);
  });
});

describe("viewing an invitation", () => {
  it("shows the holder of the token whether the address has an account, without using it", async () => {
    const { test, ctx, owner } = await testTeam();
    const known = await createUser(test);
    const unverified = await createUser(test, { isVerified: false });
    const look = async (email: typeof known.email) =>
      findInvitationToJoin(ctx, (await inviteTo(test, owner, email)).token);
    expect(await look(known.email)).toMatchObject({ state: "open", hasAccount: true });
    expect(await look(unverified.email)).toMatchObject({ state: "open", hasAccount: false });
    expect(await look(uniqueEmail())).toMatchObject({ state: "open", hasAccount: false, inviter: "Olive Owner" });
    expect(await findInvitationToJoin(ctx, strangeToken())).toEqual({ state: "unknown" });
    expect(await ctx.db.oneTimeToken.count({ where: { usedAt: { not: null } } })).toBe(0);
  });
});
