import { expect, it } from "vitest";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { finishPasskeySignIn, startPasskeySignIn } from "@/lib/core/sign-in/passkeys/sign-in";
import { CodeGuesser } from "@/tests/support/code-guesser";
import { createUser, signIn } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { addPasskey } from "@/tests/support/passkeys";
import { SoftAuthenticator } from "@/tests/support/soft-authenticator";
import { testContext } from "@/tests/support/test-context";

it("counts wrong codes from the start again after a passkey", async () => {
  const test = await testContext();
  const user = await createUser(test, { mfa: true });
  const guesser = new CodeGuesser(test, user);
  const authenticator = new SoftAuthenticator();
  await addPasskey(test, (await signIn(test, user)).actor, authenticator);
  test.clock.advance({ minutes: 1 });
  await guesser.guess(19);
  const response = authenticator.get(expectOk(await startPasskeySignIn(test.ctx)));
  expectOk(await finishPasskeySignIn(test.ctx, { response }, nativeAudience));
  await guesser.guess(2);
  expect(await guesser.tryCode(await guesser.rightCode())).toBe(200);
});
