import { joinWithNewAccount } from "@/lib/core/accounts/sign-up/join-with-new-account";
import { invite } from "@/lib/core/tenants/invitations";
import type { Email } from "@/lib/values/email";
import type { TeamRole } from "@/lib/values/team-roles";
import { actorOf, createUser, type SignedIn, signIn, type TestUser, testPassword, uniqueEmail } from "./factories";
import { expectOk } from "./outcomes";
import { type TestContext, testContext } from "./test-context";

/** `fresh` is the user's actor on the next request. */
export interface Person extends SignedIn {
  user: TestUser;
  fresh: () => Promise<SignedIn["actor"]>;
}

export async function asPerson(test: TestContext, user: TestUser): Promise<Person> {
  const signedIn = await signIn(test, user);
  return { ...signedIn, user, fresh: () => actorOf(test, signedIn.session) };
}

export async function testTeam(options: Parameters<typeof testContext>[0] = {}) {
  const test = await testContext(options);
  const owner = await asPerson(test, await createUser(test, { name: "Olive Owner" }));
  return { test, ctx: test.ctx, owner };
}

export async function inviteTo(test: TestContext, owner: Person, email: Email, role: TeamRole = "member") {
  const { id } = expectOk(await invite(test.ctx, await owner.fresh(), { email, role }));
  return { id, token: await test.mails.lastToken(email, "invitation") };
}

/** A signed-in new member of the owner's team. */
export async function addMember(test: TestContext, owner: Person, role: TeamRole, name = "Mo Member"): Promise<Person> {
  const email = uniqueEmail(role);
  const { token } = await inviteTo(test, owner, email, role);
  expectOk(await joinWithNewAccount(test.ctx, { token, name, password: testPassword }));
  const { id, tenantId } = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
  const user = { id, tenantId, email, name, password: testPassword, totpSecret: "", recoveryCodes: [] };
  return asPerson(test, user);
}
