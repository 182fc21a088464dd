import { expect, it } from "vitest";
import { confirmRequest } from "@/lib/core/access-requests/confirm";
import { scheduleDeletion } from "@/lib/core/accounts/deletion";
import { changeEmail, confirmEmailChange, undoEmailChange } from "@/lib/core/accounts/email-change";
import type { Email } from "@/lib/values/email";
import {
  accessRequestInput,
  askForAccess,
  createUser,
  signIn,
  testPassword,
  uniqueEmail,
} from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";
import { mailsTo, traces } from "./effects";
import { openInstances, outcomeOfCore } from "./instances";
import { run } from "./race";

const auth = "/dashboard/auth";

async function moving(test: TestContext, newEmail: Email = uniqueEmail("moved")) {
  const user = await createUser(test);
  const { actor } = await signIn(test, user);
  expectOk(await changeEmail(test.ctx, actor, { newEmail, currentPassword: testPassword }));
  return { ...user, newEmail, token: await test.mails.lastToken(newEmail, "email-change-confirm") };
}

export function raceForLinks(): void {
  it("changes an email address once and answers every use of the link the same", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "email change",
      isVital: true,
      prepare: () => moving(test),
      use: ({ token }, index) => ask(index, { method: "GET", path: `${auth}/verify-email-change?token=${token}` }),
      wins: "all",
      errors: [],
      effects: ({ email }) => mailsTo(test, email, "email-changed"),
    });
  });

  it("gives a new address to one of two accounts that confirm it together", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "email change of two accounts to one address",
      async prepare() {
        const newEmail = uniqueEmail("contested");
        return { newEmail, both: [await moving(test, newEmail), await moving(test, newEmail)] };
      },
      use: ({ both }, index) =>
        ask(index, { method: "GET", path: `${auth}/verify-email-change?token=${both[(index >> 1) % 2]?.token}` }),
      // The winner's link used twice is answered as done.
      wins: 10,
      errors: ["400 TOKEN_INVALID"],
      effects: async ({ newEmail, both }) =>
        (await test.ctx.db.user.count({ where: { email: newEmail } })) *
        (await test.ctx.db.emailChange.count({
          where: { userId: { in: both.map(({ id }) => id) }, confirmedAt: { not: null } },
        })),
    });
  });

  it("undoes an email change once", async () => {
    const { test } = await openInstances();
    await run({
      thing: "undo of an email change",
      async prepare() {
        const start = await moving(test);
        expectOk(await confirmEmailChange(test.ctx, { token: start.token }));
        return { ...start, undo: await test.mails.lastToken(start.email, "email-changed") };
      },
      use: ({ undo }) => outcomeOfCore(undoEmailChange(test.ctx, { token: undo })),
      wins: 1,
      errors: ["400 TOKEN_INVALID"],
      effects: async ({ email, id }) =>
        (await traces(test, "user.email_change_undone", id)) * (await test.ctx.db.user.count({ where: { email, id } })),
    });
  });

  it("either confirms or undoes an email change when both links are used together", async () => {
    const { test } = await openInstances();
    await run({
      thing: "email change confirmed against stopped: one of both",
      uses: 2,
      async prepare() {
        const start = await moving(test);
        return { ...start, undo: await test.mails.lastToken(start.email, "email-change-requested") };
      },
      use: ({ token, undo }, index) =>
        outcomeOfCore(
          index === 0 ? confirmEmailChange(test.ctx, { token }) : undoEmailChange(test.ctx, { token: undo }),
        ),
      wins: 1,
      errors: ["400 TOKEN_INVALID"],
      effects: async ({ id }) =>
        (await traces(test, "user.email_changed", id)) + (await traces(test, "user.email_change_undone", id)),
    });
  });

  it("cancels a deletion once", async () => {
    const { test, ask } = await openInstances();
    await run({
      thing: "keeping an account that was to be deleted",
      async prepare() {
        const user = await createUser(test);
        const { actor } = await signIn(test, user);
        expectOk(await scheduleDeletion(test.ctx, actor, { confirmation: "delete", currentPassword: testPassword }));
        return { ...user, token: await test.mails.lastToken(user.email, "deletion-scheduled") };
      },
      use: ({ token }, index) => ask(index, { path: `${auth}/account/keep-by-link`, json: { token } }),
      wins: 1,
      errors: ["400 TOKEN_INVALID"],
      effects: ({ id }) => traces(test, "user.deletion_cancelled", id),
      async check({ id }) {
        const kept = await test.ctx.db.user.findUniqueOrThrow({ where: { id } });
        expect(kept.deletionDueAt).toBeNull();
      },
    });
  });

  it("confirms an access request once", async () => {
    const { test } = await openInstances({ config: { confirmRequests: true } });
    await run({
      thing: "confirmation of a request",
      async prepare() {
        const input = accessRequestInput();
        await askForAccess(test, input);
        return { ...input, token: await test.mails.lastToken(input.email, "confirm-request") };
      },
      use: ({ token }) => outcomeOfCore(confirmRequest(test.ctx, { token })),
      wins: "all",
      errors: [],
      effects: ({ email }) => mailsTo(test, email, "access-requested"),
    });
  });
}
