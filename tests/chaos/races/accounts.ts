import { it } from "vitest";
import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import {
  accessRequestInput,
  askForAccess,
  createUser,
  signIn,
  signInAdmin,
  testPassword,
  uniqueEmail,
} from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { logsIn, mailsTo } from "./effects";
import { openInstances } from "./instances";
import { run } from "./race";

const organization = "Green Field";
const auth = "/dashboard/auth";

export function raceForAccounts(): void {
  it("creates one account for concurrent uses of an invitation", async () => {
    const { test, ask } = await openInstances();
    const { db } = test.ctx;
    const admin = await signInAdmin(test);
    await run({
      thing: "approval",
      isVital: true,
      async prepare() {
        const input = accessRequestInput();
        await askForAccess(test, input);
        const { id } = await db.accessRequest.findFirstOrThrow({ where: { email: input.email } });
        expectOk(await approveAccessRequest(test.ctx, admin, { id }));
        return { ...input, approvalToken: await test.mails.lastToken(input.email, "access-approved") };
      },
      use: ({ approvalToken, email, name }, index) =>
        ask(index, {
          path: `${auth}/register`,
          json: { email, name, organization, approvalToken, password: `my own secret ${index}` },
        }),
      wins: 1,
      errors: ["403 REGISTRATION_REQUIRES_APPROVAL", "409 EMAIL_TAKEN"],
      effects: async ({ email }) =>
        (await db.user.count({ where: { email } })) * (await mailsTo(test, email, "verify-email")),
    });
  });

  it("creates one account for twenty invitations of one address", async () => {
    const { test, ask } = await openInstances();
    const admin = await signInAdmin(test);
    await run({
      thing: "registration of one address",
      isVital: true,
      async prepare() {
        const input = accessRequestInput();
        await askForAccess(test, input);
        const { id } = await test.ctx.db.accessRequest.findFirstOrThrow({ where: { email: input.email } });
        expectOk(await approveAccessRequest(test.ctx, admin, { id }));
        for (let more = 1; more < 20; more += 1) await askForAccess(test, input);
        const tokens = await test.mails.tokens(input.email, "access-approved");
        return { ...input, tokens };
      },
      use: ({ email, name, tokens }, index) =>
        ask(index, {
          path: `${auth}/register`,
          json: { email, name, organization, approvalToken: tokens[index], password: testPassword },
        }),
      wins: 1,
      errors: ["403 REGISTRATION_REQUIRES_APPROVAL", "409 EMAIL_TAKEN"],
      effects: ({ email }) => test.ctx.db.user.count({ where: { email } }),
    });
  });

  it("creates one account for concurrent open sign-ups through three APIs", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "open registration of one address, through three APIs",
      prepare: async () => uniqueEmail("jane"),
      use: (email, index) => {
        const password = "SecurePass1 and more";
        const ways = [
          {
            path: "/compat/balance/dashboard/auth/register",
            json: { email, password, firstName: "Jane", lastName: "Doe", companyName: organization },
          },
          { path: "/compat/panguard/api/auth/register", json: { email, password, name: "Jane Doe" } },
          {
            path: "/compat/quazzar/auth/register",
            json: { email, password, full_name: "Jane Doe", company_name: organization },
          },
        ];
        return ask(index, ways[index % 3] ?? { path: "" });
      },
      // Balance and Panguard answer a known address like a new one; Quazzar's document reports it.
      wins: "some",
      errors: ["409 email_taken"],
      effects: (email) => test.ctx.db.user.count({ where: { email } }),
    });
  });

  it("verifies an address once and answers every use of the link the same", async () => {
    const { test, ask } = await openInstances();
    const { db } = test.ctx;
    await run({
      thing: "verification",
      isVital: true,
      async prepare() {
        const user = await createUser(test, { isVerified: false });
        await ask(0, { path: `${auth}/resend-verification-email`, json: { email: user.email } });
        await test.runJobs();
        return { ...user, token: await test.mails.lastToken(user.email, "verify-email") };
      },
      use: ({ token }, index) => {
        const base = index % 3 === 0 ? "/compat/balance/dashboard/auth" : auth;
        return ask(index, { method: "GET", path: `${base}/verify?token=${token}` });
      },
      wins: "all",
      errors: [],
      effects: ({ id }) => db.auditEvent.count({ where: { action: "user.email_verified", subjectId: id } }),
    });
  });

  it("sets one password for concurrent uses of a reset token", async () => {
    const { test, ask } = await openInstances();
    const secret = (index: number) => `Good secret ${index}`;
    await run({
      thing: "password reset, through four APIs",
      isVital: true,
      async prepare() {
        const user = await createUser(test);
        await ask(0, { path: `${auth}/request-password-reset`, json: { email: user.email } });
        await test.runJobs();
        return { ...user, token: await test.mails.lastToken(user.email, "password-reset") };
      },
      use: ({ token }, index) => {
        const newPassword = secret(index);
        const ways = [
          { path: `${auth}/reset-password`, json: { token, password: newPassword } },
          { path: "/compat/balance/dashboard/auth/reset-password", json: { token, newPassword } },
          { path: "/compat/panguard/api/auth/reset-password", json: { token, newPassword } },
          { path: "/compat/quazzar/auth/password-reset/confirm", json: { token, new_password: newPassword } },
        ];
        return ask(index, ways[index % 4] ?? { path: "" });
      },
      wins: 1,
      errors: ["400"],
      effects: ({ email }) => mailsTo(test, email, "password-changed"),
      async check({ email }, outcomes) {
        const winner = outcomes.findIndex(({ status }) => status < 400);
        await logsIn(test, email, secret(winner));
      },
    });
  });

  it("performs one of twenty concurrent password changes", async () => {
    const { test, ask } = await openInstances();
    const secret = (index: number) => `Good secret ${index}`;
    await run({
      thing: "password change",
      async prepare() {
        const user = await createUser(test);
        return { ...user, session: (await signIn(test, user)).session.accessToken };
      },
      use: ({ session }, index) =>
        ask(index, {
          path: `${auth}/change-password`,
          session,
          json: { currentPassword: testPassword, newPassword: secret(index) },
        }),
      wins: 1,
      // A late one confirms with the former password.
      errors: ["401 INVALID_CREDENTIALS", "429 RATE_LIMITED"],
      effects: ({ email }) => mailsTo(test, email, "password-changed"),
      async check({ email }, outcomes) {
        const winner = outcomes.findIndex(({ status }) => status < 400);
        await logsIn(test, email, secret(winner));
      },
    });
  });

  it("locks an account once for concurrent uses of an alarm link", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "“this wasn't me” link",
      async prepare() {
        const user = await createUser(test);
        const { session } = await signIn(test, user);
        const json = { currentPassword: testPassword, newPassword: "another good secret" };
        await ask(0, { path: `${auth}/change-password`, session: session.accessToken, json });
        return { ...user, token: await test.mails.lastToken(user.email, "password-changed") };
      },
      use: ({ token }, index) => ask(index, { path: `${auth}/not-me`, json: { token } }),
      wins: 1,
      errors: ["400 TOKEN_INVALID"],
      effects: ({ id }) => test.ctx.db.auditEvent.count({ where: { action: "user.alarm_raised", subjectId: id } }),
    });
  });
}
