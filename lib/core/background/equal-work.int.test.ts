import { beforeEach, describe, expect, it } from "vitest";
import type { Email } from "@/lib/values/email";
import { createWebhookSchema } from "@/lib/values/webhooks";
import { accessRequestInput, createUser, signIn, signInAdmin, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { statementsOf } from "@/tests/support/statements";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { requestAccess } from "../access-requests/submit";
import { changeEmail } from "../accounts/email-change";
import { requestPasswordReset } from "../accounts/password";
import { resendVerificationEmail } from "../accounts/sign-up/registration-mail";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "../sign-in/log-in";
import { createWebhook } from "../webhooks/webhooks";

let test: TestContext;

beforeEach(async () => {
  test = await testContext({ request: { deviceToken: "a browser that nobody knows" } });
  const admin = await signInAdmin(test);
  const input = createWebhookSchema.parse({ url: "http://127.0.0.1:9/", events: ["*"] });
  expectOk(await createWebhook(test.ctx, admin, input));
});

async function shapesOf(work: () => Promise<unknown>): Promise<string[]> {
  return (await statementsOf(work)).map(({ text }) => text);
}

async function addresses(): Promise<Record<string, Email>> {
  return {
    known: (await createUser(test)).email,
    deactivated: (await createUser(test, { isDeactivated: true })).email,
    unverified: (await createUser(test, { isVerified: false })).email,
  };
}

describe("the statements for an address do not tell whether it has an account", () => {
  const acts: Record<string, (email: Email) => Promise<unknown>> = {
    "asking for access": (email) => requestAccess(test.ctx, accessRequestInput({ email })),
    "asking for a new password": (email) => requestPasswordReset(test.ctx, { email }),
    "asking for the verification again": (email) => resendVerificationEmail(test.ctx, { email }),
    "signing in with a wrong password": (email) =>
      logIn(test.ctx, { email, password: "not the password" }, nativeAudience),
  };
  for (const [name, act] of Object.entries(acts)) {
    it(name, async () => {
      const kinds = await addresses();
      const unknown = uniqueEmail();
      for (let time = 1; time <= 7; time += 1) {
        const expected = await shapesOf(() => act(unknown));
        expect(expected.length).toBeGreaterThan(0);
        for (const [kind, email] of Object.entries(kinds)) {
          expect(await shapesOf(() => act(email)), `${kind}, time ${time}`).toEqual(expected);
        }
      }
    });
  }

  it("changing to another address", async () => {
    const { actor } = await signIn(test, await createUser(test));
    const act = (newEmail: Email) =>
      changeEmail(test.ctx, actor, { newEmail, currentPassword: "correct horse battery" });
    const expected = await shapesOf(() => act(uniqueEmail()));
    for (const [kind, email] of Object.entries(await addresses())) {
      expect(await shapesOf(() => act(email)), kind).toEqual(expected);
    }
    const taken = await addresses();
    expectOk(await act(taken.known as Email));
    expect(await test.mails.templatesTo(taken.known as Email)).toEqual(["email-change-collision"]);
  });
});
