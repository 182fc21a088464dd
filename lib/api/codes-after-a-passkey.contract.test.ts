import { expect, it } from "vitest";
import { finishPasskeySignIn } from "@/lib/core/passkeys/finish-sign-in";
import { startPasskeySignIn } from "@/lib/core/passkeys/start-sign-in";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { CodeGuesser } from "@/lib/testing/code-guesser";
import { createUser, signIn } from "@/lib/testing/factories";
import { expectOk } from "@/lib/testing/outcomes";
import { addPasskey } from "@/lib/testing/passkeys";
import { SoftAuthenticator } from "@/lib/testing/soft-authenticator";
import { testContext } from "@/lib/testing/test-context";

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
