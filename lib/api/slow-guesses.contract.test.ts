import { beforeEach, describe, expect, it } from "vitest";
import { createUser, type TestUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

const wrongPassword = "not the password";
const wrongCode = "000000";

let test: TestContext;
let api: NativeClient;
let user: TestUser;

beforeEach(async () => {
  test = await testContext();
  api = new NativeClient(test);
});

describe("wrong passwords and codes at sign-in are mailed however slowly they come", () => {
  const elsewhere = (time: number) => ({ headers: { "x-forwarded-for": `10.0.${time}.1` } });
  const signInWith = (body: object, options?: { headers: Record<string, string> }) =>
    api.another().post("login", { email: user.email, ...body }, options);
  const paces = { "four an hour": 15, "one in two hours": 120, "one a day": 24 * 60 };

  const guesses: Record<string, (time: number) => Promise<unknown>> = {
    "passwords from one network": () => signInWith({ password: wrongPassword }),
    "passwords from many networks": (time) => signInWith({ password: wrongPassword }, elsewhere(time)),
    "codes from many networks": (time) => signInWith({ password: user.password, code: wrongCode }, elsewhere(time)),
    "recovery codes from many networks": (time) =>
      signInWith({ password: user.password, code: "AAAA-BBBB-CC" }, elsewhere(time)),
    "passwords from a browser that the account knows": () =>
      api.post("login", { email: user.email, password: wrongPassword }),
  };
  for (const [pace, minutes] of Object.entries(paces)) {
    for (const [what, guess] of Object.entries(guesses)) {
      it(`${what}, ${pace}`, async () => {
        user = await createUser(test, { mfa: true });
        api.cookies.set("foyer_device", "A".repeat(43));
        if (what.includes("browser")) await api.signIn(user);
        const told = async () => {
          await test.runJobs();
          const mails = await test.mails.templatesTo(user.email);
          return mails.filter((template) => ["attempts-failed", "sign-in-paused"].includes(template)).length;
        };
        for (let time = 0; time < 5; time += 1) {
          expect(await told(), `before guess ${time}`).toBe(0);
          await guess(time);
          test.clock.advance({ minutes });
        }
        expect(await told()).toBe(1);
      });
    }
  }
});
