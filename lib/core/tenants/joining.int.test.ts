import { describe, expect, it } from "vitest";
import { registerSchema } from "@/lib/values/forms";
import { createUser, strangeToken, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { addMember, asPerson, inviteTo, testTeam } from "@/tests/support/team";
import { joinWithNewAccount } from "../accounts/sign-up/join-with-new-account";
import { register } from "../accounts/sign-up/register";
import { verifyEmail } from "../accounts/sign-up/verify-email";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "../sign-in/log-in";
import { acceptInvitation, findInvitationToJoin } from "./invitations";
import { listTeam } from "./team";

describe("joining with a new account", () => {
  it("creates a verified member with the invited role, without a session", async () => {
    const { test, ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const { token } = await inviteTo(test, owner, email, "admin");
    test.clock.advance({ hours: 5 });
    const joined = expectOk(await joinWithNewAccount(ctx, { token, name: "Nia New", password: testPassword }));
    expect(joined).toEqual({ tenant: { id: owner.user.tenantId, name: "Blue Harbour" }, email });
    const user = await ctx.db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ tenantRole: "ADMIN", emailVerifiedAt: test.clock.now(), isAdmin: false });
    expect(await ctx.db.session.count({ where: { userId: user.id } })).toBe(0);
    expect(await ctx.db.tenant.count()).toBe(1);
    expect(codeOf(await logIn(ctx, { email, password: testPassword }, nativeAudience))).toBe("ok");
    const team = expectOk(await listTeam(ctx, owner.actor, {}));
    expect(team.members.map(({ name, role, isYou }) => ({ name, role, isYou }))).toEqual([
      { name: "Olive Owner", role: "owner", isYou: true },
      { name: "Nia New", role: "admin", isYou: false },
    ]);
    expect(team.members[1]?.joinedAt).toBe(test.clock.now().toISOString());
    expect(team.invitations).toEqual([]);
    expect(await findInvitationToJoin(ctx, token)).toEqual({ state: "used" });
  });

  it("happens once with a token", async () => {
    const { test, ctx, owner } = await testTeam();
    const email = uniqueEmail();
    const { token } = await inviteTo(test, owner, email);
    const results = await atOnce(20, (index) =>
      joinWithNewAccount(ctx, { token, name: "Nia New", password: `my own secret ${index}` }),
    );
    const { ok, ...refused } = tally(results);
    expect(ok).toBe(1);
    expect(Object.keys(refused).filter((code) => code !== "token_invalid" && code !== "email_taken")).toEqual([]);
    const winner = results.findIndex((result) => result.ok);
    const credentials = { email, password: `my own secret ${winner}` };
    expect(codeOf(await logIn(ctx, credentials, nativeAudience))).toBe("ok");
  });

  it("refuses a common password and keeps the invitation", async () => {
    const { test, ctx, owner } = await testTeam();
    const { token } = await inviteTo(test, owner, uniqueEmail());
    for (const password of ["password123", "blueharbour"]) {
      expect(codeOf(await joinWithNewAccount(ctx, { token, name: "Nia New", password }))).toBe("password_rejected");
    }
    expect(codeOf(await joinWithNewAccount(ctx, { token, name: "Nia New", password: testPassword }))).toBe("ok");
  });

  it("refuses unknown tokens and tokens of another purpose", async () => {
    const { test, ctx } = await testTeam();
    const email = uniqueEmail();
    const tokens = [strangeToken(), "", "x".repeat(500)];
    for (const token of tokens) {
      expect(codeOf(await joinWithNewAccount(ctx, { token, name: "Nia", password: testPassword }))).toBe(
        "token_invalid",
      );
    }
    expect(await ctx.db.user.count({ where: { email } })).toBe(0);
    expect(await test.mails.templatesTo(email)).toEqual([]);
  });

  it("is refused for an address with an account, and keeps its password and the token", async () => {
    const { test, ctx, owner } = await testTeam();
    const known = await createUser(test);
    const { token } = await inviteTo(test, owner, known.email);
    const stolen = { token, name: "Somebody Else", password: "another long secret" };
    expect(codeOf(await joinWithNewAccount(ctx, stolen))).toBe("email_taken");
    expect(codeOf(await acceptInvitation(ctx, (await asPerson(test, known)).actor, { token }))).toBe("ok");
  });

  it("replaces an unverified account with its password and link", async () => {
    const { test, ctx, owner } = await testTeam({ config: { signup: "open" } });
    const email = uniqueEmail();
    const planted = { email, name: "Planter", organization: "Planted", password: "planted secret words" };
    expectOk(await register(ctx, registerSchema.parse(planted)));
    const link = await test.mails.lastToken(email, "verify-email");
    const { token } = await inviteTo(test, owner, email);
    expectOk(await joinWithNewAccount(ctx, { token, name: "True Owner", password: testPassword }));
    expect(codeOf(await logIn(ctx, { email, password: planted.password }, nativeAudience))).toBe("invalid_credentials");
    expect(codeOf(await logIn(ctx, { email, password: testPassword }, nativeAudience))).toBe("ok");
    expect(codeOf(await verifyEmail(ctx, { token: link }))).toBe("token_invalid");
    const user = await ctx.db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ name: "True Owner", tenantId: owner.user.tenantId, tenantRole: "MEMBER" });
    expect(await ctx.db.tenant.count({ where: { name: "Planted" } })).toBe(0);
  });

  it("and a concurrent registration leave one account with one of the passwords", async () => {
    const { test, ctx, owner } = await testTeam({ config: { signup: "open" } });
    for (let round = 0; round < 5; round += 1) {
      const email = uniqueEmail();
      const again = registerSchema.parse({
        email,
        name: "Again",
        organization: "Again",
        password: "planted secret words",
      });
      expectOk(await register(ctx, again));
      const { token } = await inviteTo(test, owner, email);
      const [joined] = await Promise.all([
        joinWithNewAccount(ctx, { token, name: "True Owner", password: testPassword }),
        register(ctx, again),
      ]);
      expect(codeOf(joined)).toBe("ok");
      expect(codeOf(await logIn(ctx, { email, password: testPassword }, nativeAudience))).toBe("ok");
    }
  });
});

describe("joining with an account", () => {
  it("moves the account with its new role, keeps its sessions, and deletes the empty organization", async () => {
    const { test, ctx, owner } = await testTeam();
    const person = await asPerson(test, await createUser(test, { organization: "Left Behind" }));
    await inviteTo(test, person, uniqueEmail());
    const { token } = await inviteTo(test, owner, person.user.email, "admin");
    expectOk(await acceptInvitation(ctx, person.actor, { token }));
    expect(await person.fresh()).toMatchObject({
      user: { tenantRole: "ADMIN" },
      tenant: { id: owner.user.tenantId, name: "Blue Harbour" },
    });
    expect(await ctx.db.tenant.count({ where: { name: "Left Behind" } })).toBe(0);
    expect(codeOf(await acceptInvitation(ctx, await person.fresh(), { token }))).toBe("token_invalid");
  });

  it("needs the invited address, and refuses members", async () => {
    const { test, ctx, owner } = await testTeam();
    const invited = await createUser(test);
    const other = await asPerson(test, await createUser(test));
    const { token } = await inviteTo(test, owner, invited.email);
    expect(codeOf(await acceptInvitation(ctx, other.actor, { token }))).toBe("token_invalid");
    expect(await findInvitationToJoin(ctx, token)).toMatchObject({ state: "open" });
    const person = await asPerson(test, invited);
    expectOk(await acceptInvitation(ctx, person.actor, { token }));
    await ctx.db.invitation.updateMany({ data: { acceptedAt: null } });
    await ctx.db.oneTimeToken.updateMany({ data: { usedAt: null } });
    expect(codeOf(await acceptInvitation(ctx, await person.fresh(), { token }))).toBe("already_member");
  });

  it("is refused to the last owner of an organization with members, and keeps the invitation", async () => {
    const { test, ctx, owner } = await testTeam();
    const lead = await asPerson(test, await createUser(test));
    await addMember(test, lead, "admin");
    const { token } = await inviteTo(test, owner, lead.user.email);
    expect(codeOf(await acceptInvitation(ctx, lead.actor, { token }))).toBe("last_owner");
    expect(await findInvitationToJoin(ctx, token)).toMatchObject({ state: "open" });
    await addMember(test, lead, "owner");
    expectOk(await acceptInvitation(ctx, lead.actor, { token }));
    expect(await ctx.db.tenant.count()).toBe(2);
  });

  it("happens once under concurrent requests", async () => {
    const { test, ctx, owner } = await testTeam();
    const person = await asPerson(test, await createUser(test));
    const { token } = await inviteTo(test, owner, person.user.email);
    const results = await atOnce(10, () => acceptInvitation(ctx, person.actor, { token }));
    expect(tally(results)).toEqual({ ok: 1, token_invalid: 9 });
  });

  it("by two owners at the same time never leaves an organization without an owner", async () => {
    const { test, ctx, owner } = await testTeam();
    const second = await addMember(test, owner, "owner");
    await addMember(test, owner, "member");
    const elsewhere = await asPerson(test, await createUser(test, { organization: "Elsewhere" }));
    const first = await inviteTo(test, elsewhere, owner.user.email);
    const other = await inviteTo(test, elsewhere, second.user.email);
    const results = await Promise.all([
      acceptInvitation(ctx, owner.actor, { token: first.token }),
      acceptInvitation(ctx, second.actor, { token: other.token }),
    ]);
    expect(tally(results)).toEqual({ ok: 1, last_owner: 1 });
  });
});
