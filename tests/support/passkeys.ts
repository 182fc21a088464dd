import type { UserActor } from "@/lib/core/kernel/actors";
import type { PasskeyView } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { createUser, type SignedIn, signIn, type TestUser } from "./factories";
import { expectOk } from "./outcomes";
import { SoftAuthenticator } from "./soft-authenticator";
import type { TestContext } from "./test-context";

export async function addPasskey(
  test: TestContext,
  actor: UserActor,
  authenticator: SoftAuthenticator,
  name = "Work laptop",
): Promise<PasskeyView> {
  const options = expectOk(await startPasskeyRegistration(test.ctx, actor));
  return expectOk(await finishPasskeyRegistration(test.ctx, actor, { name, response: authenticator.create(options) }));
}

export async function passkeyOwner(
  test: TestContext,
  options: Parameters<typeof createUser>[1] = {},
): Promise<SignedIn & { user: TestUser; authenticator: SoftAuthenticator; passkey: PasskeyView }> {
  const user = await createUser(test, options);
  const signedIn = await signIn(test, user);
  const authenticator = new SoftAuthenticator();
  const passkey = await addPasskey(test, signedIn.actor, authenticator);
  return { ...signedIn, user, authenticator, passkey };
}
