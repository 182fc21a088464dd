import type { z } from "zod";
import type { UserActor } from "@/lib/core/kernel/actors";
import type { passkeyData } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { createUser, type SignedIn, signIn, type TestUser } from "./factories";
import { expectOk } from "./outcomes";
import { SoftAuthenticator } from "./soft-authenticator";
import type { TestContext } from "./test-context";

type PasskeyJson = z.input<typeof passkeyData>["passkey"];

export async function addPasskey(
  test: TestContext,
  actor: UserActor,
  authenticator: SoftAuthenticator,
  name = "Work laptop",
): Promise<PasskeyJson> {
  const options = expectOk(await startPasskeyRegistration(test.ctx, actor));
  const response = authenticator.create(options);
  return expectOk(await finishPasskeyRegistration(test.ctx, actor, { name, response })).passkey;
}

export async function passkeyOwner(
  test: TestContext,
  options: Parameters<typeof createUser>[1] = {},
): Promise<SignedIn & { user: TestUser; authenticator: SoftAuthenticator; passkey: PasskeyJson }> {
  const user = await createUser(test, options);
  const signedIn = await signIn(test, user);
  const authenticator = new SoftAuthenticator();
  const passkey = await addPasskey(test, signedIn.actor, authenticator);
  return { ...signedIn, user, authenticator, passkey };
}
