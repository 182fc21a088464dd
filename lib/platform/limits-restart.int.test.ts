import { expect, it } from "vitest";
import { logIn } from "@/lib/core/login/log-in";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { createUser } from "@/lib/testing/factories";
import { codeOf } from "@/lib/testing/outcomes";
import { StrictLog } from "@/lib/testing/strict-log";
import { testContext } from "@/lib/testing/test-context";
import { createLimits } from "./limits";

it("attack 39: a limit holds across processes, and goes on where one that was killed had stopped", async () => {
  const { database } = await testContext();
  const process = () => createLimits({ pool: database.pool, scale: 1, redisUrl: null, log: new StrictLog() });
  const [first, second] = [process(), process()];
  for (let count = 0; count < 5; count += 1) {
    for (const limits of [first, second])
      expect(await limits.consume("login", "203.0.113.9")).toMatchObject({ allowed: true });
  }
  for (const limits of [first, second, process()]) {
    expect(await limits.consume("login", "203.0.113.9")).toMatchObject({ allowed: false, remaining: 0 });
  }
});

it("attack 39: failures to sign in count on in another process, and the right password waits there, too", async () => {
  const first = await testContext();
  const second = await testContext();
  const user = await createUser(first);
  const attempt = (test: typeof first, password: string) =>
    logIn(test.ctx, { email: user.email, password }, nativeAudience);
  for (const test of [first, second, first, second, first]) {
    expect(codeOf(await attempt(test, "not the password"))).toBe("invalid_credentials");
  }
  const restarted = await testContext();
  expect(codeOf(await attempt(restarted, user.password))).toBe("invalid_credentials");
  restarted.clock.advance({ seconds: 31 });
  expect((await attempt(restarted, user.password)).ok).toBe(true);
});
