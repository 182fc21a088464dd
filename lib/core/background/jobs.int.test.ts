import { expect, it } from "vitest";
import { createAccessRequest, createUser, signInAdmin } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { requestPasswordReset } from "../accounts/password";
import { resendVerificationEmail } from "../accounts/sign-up/registration-mail";
import type { QueuedJob } from "../kernel/jobs";
import { runJob } from "./jobs";

async function runTwice(test: TestContext): Promise<void> {
  const { rows } = await test.database.pool.query<{ payload: QueuedJob }>(
    "DELETE FROM graphile_worker._private_jobs RETURNING payload",
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { payload } of [...rows, ...rows]) await runJob(test.app, payload);
}

it("a job that runs twice emails one password reset link, which works", async () => {
  const test = await testContext();
  const user = await createUser(test);
  await requestPasswordReset(test.ctx, user);
  await runTwice(test);
  expect(await test.mails.templatesTo(user.email)).toEqual(["password-reset"]);
  expect(await test.ctx.db.oneTimeToken.count({ where: { userId: user.id, voidedAt: null } })).toBe(1);
});

it("a job that runs twice emails one verification link", async () => {
  const test = await testContext();
  const user = await createUser(test, { isVerified: false });
  await resendVerificationEmail(test.ctx, user);
  await runTwice(test);
  expect(await test.mails.templatesTo(user.email)).toEqual(["verify-email"]);
});

it("a job that runs twice emails each reviewer once", async () => {
  const test = await testContext();
  const reviewers = [await signInAdmin(test), await signInAdmin(test)];
  await createAccessRequest(test);
  await runTwice(test);
  for (const { user } of reviewers) {
    const notices = (await test.mails.templatesTo(user.email)).filter((template) => template === "request-waiting");
    expect(notices).toHaveLength(1);
  }
});

it("two requests send two links", async () => {
  const test = await testContext();
  const user = await createUser(test);
  await requestPasswordReset(test.ctx, user);
  await requestPasswordReset(test.ctx, user);
  await runTwice(test);
  expect(await test.mails.templatesTo(user.email)).toEqual(["password-reset", "password-reset"]);
});
