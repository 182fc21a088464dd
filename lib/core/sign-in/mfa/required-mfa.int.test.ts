import { describe, expect, it } from "vitest";
import {
  actorOf,
  changeSettings,
  createUser,
  emailOf,
  signIn,
  signInAdmin,
  type TestUser,
  turnOnMfa,
} from "@/tests/support/factories";
import { atOnce, codeOf, expectOk } from "@/tests/support/outcomes";
import { daysLeft, requireMfaOfAll } from "@/tests/support/required-mfa";
import { addMember, testTeam } from "@/tests/support/team";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { setUserRole } from "../../accounts/manage-users";
import { doDueWork } from "../../background/due-work";
import { nativeAudience } from "../../sessions/audiences";
import { getSettings } from "../../settings/get-settings";
import { changeSettings as changeAsOperator, updateSettings } from "../../settings/settings";
import { createAdmin, createFirstAdmin } from "../../settings/setup";
import { acceptInvitation, invite } from "../../tenants/invitations";
import { leaveTeam } from "../../tenants/team";
import { setTeamMfa } from "../../tenants/team-settings";
import { logIn } from "../log-in";
import { isConfined } from "./requirement";

const everybody = { requireMfaAdmins: true, requireMfaReviewers: true, requireMfaUsers: true };

async function fresh(test: TestContext, user: TestUser) {
  return (await signIn(test, user)).actor;
}

describe("the seven days of required two-factor authentication", () => {
  it.each([
    ["admin", { isAdmin: true, isReviewer: false }, "requireMfaAdmins"],
    ["reviewer", { isAdmin: false, isReviewer: true }, "requireMfaReviewers"],
    ["user", { isAdmin: false, isReviewer: false }, "requireMfaUsers"],
  ] as const)("begin for a %s when the setting of that role is turned on, and end with it", async (_role, is, name) => {
    const test = await testContext();
    const user = await createUser(test);
    await test.ctx.db.user.update({ where: { id: user.id }, data: is });
    test.clock.advance({ days: 30 });
    const others = Object.fromEntries(Object.keys(everybody).map((one) => [one, one !== name]));
    await changeSettings(test, others);
    expect(await daysLeft(test, user)).toBeNull();
    await changeSettings(test, { ...others, [name]: true });
    expect(await daysLeft(test, user)).toBe(7);
    test.clock.advance({ days: 7 });
    expect(await daysLeft(test, user)).toBe(0);
    await changeSettings(test, { [name]: false });
    expect(await daysLeft(test, user)).toBeNull();
  });

  it("begin with the account when it is younger than the setting", async () => {
    const test = await testContext();
    await changeSettings(test, everybody);
    test.clock.advance({ days: 30 });
    expect(await daysLeft(test, await createUser(test))).toBe(7);
  });

  it("begin with a role that is given, and not anew with the next one", async () => {
    const test = await testContext();
    await changeSettings(test, { requireMfaAdmins: true, requireMfaReviewers: true });
    const user = await createUser(test);
    const admin = await createUser(test, { isAdmin: true, mfa: true });
    test.clock.advance({ days: 30 });
    const give = async (role: "admin" | "reviewer") =>
      expectOk(await setUserRole(test.ctx, "command line", { id: user.id, role }));
    expect(await daysLeft(test, user)).toBeNull();
    await give("reviewer");
    expect(await daysLeft(test, user)).toBe(7);
    test.clock.advance({ days: 5 });
    await give("admin");
    expect(await daysLeft(test, user)).toBe(2);
    expect(await daysLeft(test, admin)).toBeNull();
  });

  it("do not begin anew when a setting is saved again", async () => {
    const test = await testContext();
    const admin = await signInAdmin(test, { mfa: true });
    const user = await createUser(test);
    expectOk(await updateSettings(test.ctx, admin, { requireMfaUsers: true }));
    test.clock.advance({ days: 6 });
    expectOk(await changeAsOperator(test.ctx, "command line", { requireMfaUsers: true, undoSeconds: 20 }));
    expect(await daysLeft(test, user)).toBe(1);
  });

  it("confine a session that was there before", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { session } = await signIn(test, user);
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(false);
    await requireMfaOfAll(test, { days: 7 });
    expect(isConfined(test.ctx, await actorOf(test, session))).toBe(true);
  });
});

describe("an organization that requires two-factor authentication", () => {
  it("asks it of everybody in it from now on, and of nobody else", async () => {
    const { test, owner } = await testTeam();
    const member = await addMember(test, owner, "member");
    const stranger = await createUser(test);
    test.clock.advance({ days: 30 });
    expectOk(await setTeamMfa(test.ctx, await fresh(test, owner.user), { required: true }));
    expect(await daysLeft(test, owner.user)).toBe(7);
    expect(await daysLeft(test, member.user)).toBe(7);
    expect(await daysLeft(test, stranger)).toBeNull();
    test.clock.advance({ days: 3 });
    expectOk(await setTeamMfa(test.ctx, await fresh(test, owner.user), { required: true }));
    expect(await daysLeft(test, member.user)).toBe(4);
    expectOk(await setTeamMfa(test.ctx, await fresh(test, owner.user), { required: false }));
    expect(await daysLeft(test, member.user)).toBeNull();
    const events = await test.ctx.db.auditEvent.findMany({ where: { action: "tenant.mfa_requirement_changed" } });
    expect(events.map(({ details }) => details)).toEqual([{ required: true }, { required: false }]);
  });

  it("gives whoever joins seven days from then, and asks nothing of whoever has left", async () => {
    const { test, ctx, owner } = await testTeam();
    expectOk(await setTeamMfa(ctx, await owner.fresh(), { required: true }));
    const joiner = await createUser(test);
    test.clock.advance({ days: 5 });
    expect(await daysLeft(test, joiner)).toBeNull();
    expectOk(await invite(ctx, await fresh(test, owner.user), { email: joiner.email, role: "member" }));
    const token = await test.mails.lastToken(joiner.email, "invitation");
    expectOk(await acceptInvitation(ctx, await fresh(test, joiner), { token }));
    expect(await daysLeft(test, joiner)).toBe(7);
    expectOk(await leaveTeam(ctx, await fresh(test, joiner), {}));
    expect(await daysLeft(test, joiner)).toBeNull();
  });

  it("is changed by owners alone, and on a fresh proof", async () => {
    const { test, ctx, owner } = await testTeam();
    const change = { required: true };
    for (const role of ["admin", "member"] as const) {
      const { actor } = await addMember(test, owner, role);
      expect(codeOf(await setTeamMfa(ctx, actor, change))).toBe("owner_required");
    }
    test.clock.advance({ minutes: 11 });
    expect(codeOf(await setTeamMfa(ctx, await owner.fresh(), change))).toBe("step_up_required");
  });
});

describe("a new installation", () => {
  it.each([["/setup", createFirstAdmin] as const, ["the command line", createAdmin] as const])(
    "set up by %s requires it of admins and reviewers, with seven days",
    async (_how, create) => {
      const test = await testContext();
      const user = { name: "Ada Min", email: "ada@acme.example", password: "a quiet green harbour" } as const;
      expectOk(await create(test.ctx, { ...user, email: emailOf(user.email), organization: "Acme" }));
      expect(await getSettings(test.ctx)).toMatchObject({
        requireMfaAdmins: true,
        requireMfaReviewers: true,
        requireMfaUsers: false,
        undoSeconds: 15,
      });
      const outcome = expectOk(
        await logIn(test.ctx, { email: emailOf(user.email), password: user.password }, nativeAudience),
      );
      if (outcome.next !== "session") throw new Error("Asked for a code");
      const { mfaDueAt } = await actorOf(test, outcome.session);
      expect(mfaDueAt).toEqual(new Date(test.clock.now().getTime() + 7 * 24 * 3600 * 1000));
    },
  );

  it("leaves one that is there as it is", async () => {
    const test = await testContext();
    const first = await createUser(test, { isAdmin: true });
    await test.ctx.db.instance.create({ data: { id: 1, firstAdminId: first.id, setUpAt: test.clock.now() } });
    const admin = { name: "Bo", email: emailOf("bo@acme.example"), password: "a quiet green harbour" };
    expectOk(await createAdmin(test.ctx, admin));
    expect(await getSettings(test.ctx)).toMatchObject({ requireMfaAdmins: false, requireMfaReviewers: false });
  });
});

describe("the mails about it", () => {
  const template = "two-factor-required";

  it("come a day after it began and a day before the end, each once, to those who have not set it up", async () => {
    const test = await testContext();
    const user = await createUser(test);
    const enrolled = await createUser(test, { mfa: true });
    const closed = await createUser(test, { isDeactivated: true });
    const mailsTo = async ({ email }: TestUser) =>
      (await test.mails.templatesTo(email)).filter((name) => name === template).length;
    await doDueWork(test.ctx);
    expect(await mailsTo(user)).toBe(0);
    await changeSettings(test, { requireMfaUsers: true });
    const dueAt = new Date(test.clock.now().getTime() + 7 * 24 * 3600 * 1000);
    const early = await createUser(test);
    test.clock.advance({ hours: 23, minutes: 59 });
    await doDueWork(test.ctx);
    expect(await mailsTo(user)).toBe(0);
    await turnOnMfa(test.ctx, early.id);
    test.clock.advance({ minutes: 1 });
    await atOnce(5, () => doDueWork(test.ctx));
    expect([await mailsTo(user), await mailsTo(early)]).toEqual([1, 0]);
    expect(await test.mails.last(user.email, template)).toMatchObject({ dueAt, isLast: false });
    test.clock.advance({ days: 4, hours: 23 });
    await doDueWork(test.ctx);
    expect(await mailsTo(user)).toBe(1);
    test.clock.advance({ hours: 1 });
    await atOnce(5, () => doDueWork(test.ctx));
    expect(await mailsTo(user)).toBe(2);
    expect(await test.mails.last(user.email, template)).toMatchObject({ dueAt, isLast: true });
    test.clock.advance({ days: 30 });
    await doDueWork(test.ctx);
    expect([await mailsTo(user), await mailsTo(enrolled), await mailsTo(closed)]).toEqual([2, 0, 0]);
    await changeSettings(test, { requireMfaUsers: false });
    await changeSettings(test, { requireMfaUsers: true });
    test.clock.advance({ days: 1 });
    await doDueWork(test.ctx);
    expect(await mailsTo(user)).toBe(2);
  });
});
