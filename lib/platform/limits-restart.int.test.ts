import { expect, it, onTestFinished, vi } from "vitest";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logIn } from "@/lib/core/sign-in/log-in";
import { createUser } from "@/tests/support/factories";
import { codeOf } from "@/tests/support/outcomes";
import { StrictLog } from "@/tests/support/strict-log";
import { testContext } from "@/tests/support/test-context";
import { createLimits } from "./limits";

it("a limit holds across processes, and goes on where one that was killed had stopped", async () => {
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

it("failures to sign in count on in another process, and the right password waits there, too", async () => {
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

it("a window that was counted by a clock three hours ahead ends when the clock is set back", async () => {
  const { database } = await testContext();
  const limits = createLimits({ pool: database.pool, scale: 1, redisUrl: null, log: new StrictLog() });
  const take = () => limits.consume("login", "203.0.113.9");
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: now + 3 * 60 * 60 * 1000 });
  onTestFinished(() => void vi.useRealTimers());
  for (let count = 0; count < 10; count += 1) expect(await take()).toMatchObject({ allowed: true });
  expect(await take()).toMatchObject({ allowed: false });
  vi.setSystemTime(now);
  expect(await take()).toMatchObject({ allowed: true, remaining: 9 });
});

it("a process whose clock is minutes behind does not begin a window anew", async () => {
  const { database } = await testContext();
  const limits = createLimits({ pool: database.pool, scale: 1, redisUrl: null, log: new StrictLog() });
  const take = () => limits.consume("login", "203.0.113.9");
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now });
  onTestFinished(() => void vi.useRealTimers());
  for (let count = 0; count < 10; count += 1) await take();
  vi.setSystemTime(now - 4 * 60 * 1000);
  expect(await take()).toMatchObject({ allowed: false, remaining: 0 });
});
