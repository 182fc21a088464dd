import { describe, expect, it } from "vitest";
import { createUser, testPassword, uniqueEmail } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { nativeAudience } from "../sessions/audiences";
import { logIn } from "../sign-in/log-in";
import { createAdmin, createFirstAdmin, getSetupStatus } from "./setup";

const input = (email = uniqueEmail("first")) => ({ email, name: "Ada Min", password: testPassword });

describe("the first admin", () => {
  it("is verified, owns an organization, can sign in, and closes the setup", async () => {
    const { ctx } = await testContext();
    expect(await getSetupStatus(ctx)).toEqual({ setup: false, tokenRequired: false });
    const admin = input();
    const { user } = expectOk(await createFirstAdmin(ctx, admin));
    expect(user).toMatchObject({ email: admin.email, isAdmin: true, emailVerified: true, role: "owner" });
    expect(await getSetupStatus(ctx)).toEqual({ setup: true, tokenRequired: false });
    expect(codeOf(await logIn(ctx, admin, nativeAudience))).toBe("ok");
    expect(codeOf(await createFirstAdmin(ctx, input()))).toBe("already_set_up");
  });

  it("is created once by fifty concurrent setups", async () => {
    const { ctx } = await testContext();
    const results = await atOnce(50, () => createFirstAdmin(ctx, input()));
    expect(tally(results)).toEqual({ ok: 1, already_set_up: 49 });
    expect(await ctx.db.user.count()).toBe(1);
    expect(await ctx.db.tenant.count()).toBe(1);
  });

  it("needs the printed setup token if the server can be reached from other machines", async () => {
    const { ctx } = await testContext({ config: { setupToken: "printed-at-the-start" } });
    expect(await getSetupStatus(ctx)).toEqual({ setup: false, tokenRequired: true });
    for (const setupToken of ["", "wrong", "printed-at-the-start "]) {
      expect(codeOf(await createFirstAdmin(ctx, { ...input(), setupToken }))).toBe("setup_token_invalid");
    }
    expect(codeOf(await createFirstAdmin(ctx, input()))).toBe("setup_token_invalid");
    const right = { ...input(), setupToken: "printed-at-the-start" };
    expect(codeOf(await createFirstAdmin(ctx, right))).toBe("ok");
  });

  it("is created only from this machine if there is no setup token", async () => {
    const { ctx } = await testContext({ request: { isLocal: false } });
    expect(await getSetupStatus(ctx)).toEqual({ setup: false, tokenRequired: true });
    for (const setupToken of [undefined, "", "null"]) {
      expect(codeOf(await createFirstAdmin(ctx, { ...input(), setupToken }))).toBe("setup_token_invalid");
    }
  });

  it("can't have a common password", async () => {
    const { ctx } = await testContext();
    expect(codeOf(await createFirstAdmin(ctx, { ...input(), password: "administrator" }))).toBe("password_rejected");
    expect(await getSetupStatus(ctx)).toMatchObject({ setup: false });
  });
});

describe("an admin from the command line", () => {
  it("closes the setup if it is the first, and never changes an existing account", async () => {
    const test = await testContext();
    const user = await createUser(test);
    expect(codeOf(await createAdmin(test.ctx, input(user.email)))).toBe("email_taken");
    expect(await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({ isAdmin: false });
    expectOk(await createAdmin(test.ctx, input()));
    expectOk(await createAdmin(test.ctx, input()));
    expect(codeOf(await createFirstAdmin(test.ctx, input()))).toBe("already_set_up");
  });
});
