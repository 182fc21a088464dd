import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { invite } from "@/lib/core/tenants/invite";
import type { Email } from "@/lib/values/email";
import type { TeamRole } from "@/lib/values/team-roles";
import { actorOf, createUser, type SignedIn, signIn, type TestUser, testPassword, uniqueEmail } from "./factories";
import { expectOk } from "./outcomes";
import { type TestContext, testContext } from "./test-context";

/** Somebody of a team, signed in. `fresh` is who they are on their next request. */
export interface Person extends SignedIn {
  user: TestUser;
  fresh: () => Promise<SignedIn["actor"]>;
}

/** Signs somebody in. */
export async function asPerson(test: TestContext, user: TestUser): Promise<Person> {
  const signedIn = await signIn(test, user);
  return { ...signedIn, user, fresh: () => actorOf(test, signedIn.session) };
}

/** A context with a team that has one owner. */
export async function testTeam(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const owner = await asPerson(test, await createUser(test, { name: "Olive Owner" }));
  return { test, ctx: test.ctx, owner };
}

/** The owner invites an address; returns the token of the mail. */
export async function inviteTo(test: TestContext, owner: Person, email: Email, role: TeamRole = "member") {
  const { id } = expectOk(await invite(test.ctx, await owner.fresh(), { email, role }));
  return { id, token: await test.mails.lastToken(email, "invitation") };
}

/** Somebody who has joined the owner's team with a new account, signed in. */
export async function addMember(test: TestContext, owner: Person, role: TeamRole, name = "Mo Member"): Promise<Person> {
  const email = uniqueEmail(role);
  const { token } = await inviteTo(test, owner, email, role);
  expectOk(await joinWithNewAccount(test.ctx, { token, name, password: testPassword }));
  const { id, tenantId } = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
  const user = { id, tenantId, email, name, password: testPassword, totpSecret: "", recoveryCodes: [] };
  return asPerson(test, user);
}
