import { describe, expect, it } from "vitest";
import type { ConsoleRole } from "@/lib/values/users";
import { createUser, registerInput, signIn, signInAdmin, turnOnMfa, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { daysLeft } from "@/tests/support/required-mfa";
import { asPerson, inviteTo, type Person, testTeam } from "@/tests/support/team";
import type { TestContext } from "@/tests/support/test-context";
import { setUserRole } from "../../accounts/manage-users";
import { register } from "../../accounts/sign-up/register";
import { verifyEmail } from "../../accounts/sign-up/verify-email";
import { changeSettings } from "../../settings/settings";
import { acceptInvitation } from "../../tenants/invitations";
import { changeRole, leaveTeam, removeMember } from "../../tenants/team";
import { setTeamMfa } from "../../tenants/team-settings";

interface Cast {
  test: TestContext;
  owner: Person;
  member: Person;
  /** Requires 2FA since before the member joined. */
  other: Person;
}

const actorOf = async (test: TestContext, { user }: Person) => (await signIn(test, user)).actor;
const everybody = { requireMfaAdmins: true, requireMfaReviewers: true, requireMfaUsers: true };

async function requireOfTeam({ test }: Cast, person: Person, required: boolean) {
  expectOk(await setTeamMfa(test.ctx, await actorOf(test, person), { required }));
}

async function join({ test, member }: Cast, into: Person) {
  const host = await asPerson(test, into.user);
  const { token } = await inviteTo(test, host, member.user.email);
  expectOk(await acceptInvitation(test.ctx, await actorOf(test, member), { token }));
}

async function leave({ test, member }: Cast) {
  expectOk(await leaveTeam(test.ctx, await actorOf(test, member), {}));
}

async function give({ test, member }: Cast, role: ConsoleRole) {
  expectOk(await setUserRole(test.ctx, "command line", { id: member.user.id, role }));
}

async function set({ test }: Cast, required: boolean) {
  const requirements = Object.fromEntries(Object.keys(everybody).map((name) => [name, required]));
  expectOk(await changeSettings(test.ctx, "command line", requirements));
}

const ways: [way: string, begin: (cast: Cast) => Promise<unknown>, again: (cast: Cast) => Promise<unknown>][] = [
  [
    "leaving and joining again",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      await leave(cast);
      await join(cast, cast.owner);
    },
  ],
  [
    "leaving and joining again, twice",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      for (const host of [cast.owner, cast.owner]) {
        await leave(cast);
        await join(cast, host);
      }
    },
  ],
  ["joining another organization that requires it", (cast) => join(cast, cast.owner), (cast) => join(cast, cast.other)],
  [
    "joining another one, and coming back",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      await join(cast, cast.other);
      await join(cast, cast.owner);
    },
  ],
  [
    "being removed and invited again",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      const { test, owner, member } = cast;
      expectOk(await removeMember(test.ctx, await actorOf(test, owner), { id: member.user.id }));
      await join(cast, cast.owner);
    },
  ],
  [
    "setting it up, leaving, turning it off and joining again",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      const { ctx } = cast.test;
      await turnOnMfa(ctx, cast.member.user.id);
      await ctx.db.totpCredential.deleteMany({ where: { userId: cast.member.user.id } });
      await leave(cast);
      await join(cast, cast.owner);
    },
  ],
  [
    "an owner who turns it off and on",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      await requireOfTeam(cast, cast.owner, false);
      await requireOfTeam(cast, cast.owner, true);
    },
  ],
  [
    "an owner who turns it off while they leave and join",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      await requireOfTeam(cast, cast.owner, false);
      await leave(cast);
      await requireOfTeam(cast, cast.owner, true);
      await join(cast, cast.owner);
    },
  ],
  [
    "another role in the organization",
    (cast) => join(cast, cast.owner),
    async ({ test, owner, member }) => {
      for (const role of ["admin", "member", "owner"] as const) {
        expectOk(await changeRole(test.ctx, await actorOf(test, owner), { id: member.user.id, role }));
      }
    },
  ],
  [
    "the console's settings, off and on",
    (cast) => set(cast, true),
    async (cast) => {
      await set(cast, false);
      await set(cast, true);
    },
  ],
  [
    "losing a console role and getting it again",
    async (cast) => {
      expectOk(await changeSettings(cast.test.ctx, "command line", { requireMfaReviewers: true }));
      await give(cast, "reviewer");
    },
    async (cast) => {
      await give(cast, "user");
      await give(cast, "reviewer");
    },
  ],
  [
    "every console role in turn",
    async (cast) => {
      await set(cast, true);
    },
    async (cast) => {
      for (const role of ["reviewer", "admin", "user", "admin"] as const) await give(cast, role);
    },
  ],
  [
    "a console role instead of an organization",
    (cast) => join(cast, cast.owner),
    async (cast) => {
      await leave(cast);
      expectOk(await changeSettings(cast.test.ctx, "command line", { requireMfaAdmins: true }));
      await give(cast, "admin");
    },
  ],
  [
    "an organization instead of the console's settings",
    (cast) => set(cast, true),
    async (cast) => {
      await set(cast, false);
      await join(cast, cast.owner);
    },
  ],
];

async function cast(): Promise<Cast> {
  const { test, owner } = await testTeam();
  await signInAdmin(test, { mfa: true });
  const [member, other] = [await asPerson(test, await createUser(test)), await asPerson(test, await createUser(test))];
  const made = { test, owner, member, other };
  for (const host of [owner, other]) await requireOfTeam(made, host, true);
  test.clock.advance({ days: 60 });
  return made;
}

describe("a person's only grace", () => {
  it.each(
    ways.flatMap(([way, begin, again]) => [
      [way, 4, 3, begin, again] as const,
      [way, 7, 0, begin, again] as const,
      [way, 100, -93, begin, again] as const,
    ]),
  )("is not begun anew by %s, %s days after it began", async (_way, after, left, begin, again) => {
    const made = await cast();
    const { test, member } = made;
    await begin(made);
    expect(await daysLeft(test, member.user)).toBe(7);
    test.clock.advance({ days: after });
    await again(made);
    expect(await daysLeft(test, member.user)).toBe(left);
  });

  it("goes on while nothing requires it of them", async () => {
    const made = await cast();
    const { test, owner, member } = made;
    await join(made, owner);
    test.clock.advance({ days: 2 });
    await leave(made);
    expect(await daysLeft(test, member.user)).toBeNull();
    test.clock.advance({ days: 3 });
    await join(made, owner);
    expect(await daysLeft(test, member.user)).toBe(2);
  });

  it("is not used up by a requirement that was on before they came", async () => {
    const made = await cast();
    const { test, owner, member } = made;
    await requireOfTeam(made, owner, false);
    await join(made, owner);
    test.clock.advance({ days: 30 });
    await requireOfTeam(made, owner, true);
    expect(await daysLeft(test, member.user)).toBe(7);
  });

  it("begins for somebody who registered long ago when they verify their address", async () => {
    const made = await cast();
    const { test, member } = made;
    test.app.config.signup = "open";
    await set(made, true);
    const input = registerInput({ email: uniqueEmail() });
    expectOk(await register(test.ctx, input));
    test.clock.advance({ days: 30 });
    await set(made, false);
    await set(made, true);
    expectOk(await register(test.ctx, input));
    expectOk(await verifyEmail(test.ctx, { token: await test.mails.lastToken(input.email, "verify-email") }));
    const { id } = await test.ctx.db.user.findUniqueOrThrow({ where: { email: input.email } });
    expect(await daysLeft(test, { ...member.user, id, email: input.email, password: input.password })).toBe(7);
  });

  it("is kept when they leave and join while the owner turns it off and on", async () => {
    const made = await cast();
    const { test, owner, member, other } = made;
    await join(made, owner);
    await requireOfTeam(made, other, false);
    test.clock.advance({ days: 5 });
    const switching = async () => {
      await requireOfTeam(made, owner, false);
      await requireOfTeam(made, owner, true);
    };
    const moving = async () => {
      await leave(made);
      await join(made, owner);
    };
    await Promise.all([switching(), moving(), switching()]);
    await switching();
    expect(await daysLeft(test, member.user)).toBe(2);
  });
});
