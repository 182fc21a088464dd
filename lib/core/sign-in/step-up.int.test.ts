import { describe, expect, it } from "vitest";
import { actorOf, createUser, signIn, totpCode } from "@/tests/support/factories";
import { atOnce, codeOf, expectOk, tally } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { isRecentlyProven } from "../kernel/actors";
import { secondsAfter, stepUpSeconds } from "../kernel/lifetimes";
import { nativeAudience } from "../sessions/audiences";
import { refreshSession } from "../sessions/refresh-session";
import { resolveSession } from "../sessions/resolve-session";
import { regenerateRecoveryCodes } from "./mfa/recovery-codes";
import { stepUp } from "./step-up";

async function staleSession(options: { mfa?: boolean } = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  const { actor, session } = await signIn(test, user);
  test.clock.advance({ minutes: 10 });
  return { test, ctx: test.ctx, user, actor, session };
}

describe("a proof of the account", () => {
  it("lasts ten minutes from signing in", async () => {
    const test = await testContext();
    const { actor } = await signIn(test, await createUser(test));
    test.clock.advance({ minutes: 10, seconds: -1 });
    expect(isRecentlyProven(test.ctx, actor)).toBe(true);
    test.clock.advance({ seconds: 1 });
    expect(isRecentlyProven(test.ctx, actor)).toBe(false);
  });

  it("is renewed by the password", async () => {
    const { test, ctx, user, actor, session } = await staleSession();
    const proven = expectOk(await stepUp(ctx, actor, { password: user.password }));
    const provenUntil = secondsAfter(test.clock.now(), stepUpSeconds);
    expect(proven).toMatchObject({ next: "proven", provenUntil });
    if (proven.next !== "proven") throw new Error("A code was asked for");
    expect(isRecentlyProven(ctx, await actorOf(test, proven.session))).toBe(true);
    expect(await resolveSession(ctx, session.accessToken, nativeAudience)).toBeNull();
  });

  it("is renewed by a code, which is spent by that", async () => {
    const { test, ctx, user, actor } = await staleSession({ mfa: true });
    const code = await totpCode(test, user.totpSecret);
    const proven = expectOk(await stepUp(ctx, actor, { code }));
    if (proven.next !== "proven") throw new Error("A code was asked for");
    const renewed = await actorOf(test, proven.session);
    expect(codeOf(await stepUp(ctx, renewed, { code }))).toBe("mfa_code_invalid");
    expect(codeOf(await stepUp(ctx, renewed, { code: user.recoveryCodes[0] ?? "" }))).toBe("ok");
  });

  it("is given once of ten uses of one code at the same moment", async () => {
    const { test, ctx, user, actor } = await staleSession({ mfa: true });
    const code = await totpCode(test, user.totpSecret);
    const results = await atOnce(10, () => stepUp(ctx, actor, { code }));
    expect(tally(results).ok).toBe(1);
  });

  it("is not renewed by refreshing", async () => {
    const { test, ctx, session } = await staleSession({ mfa: true });
    const { session: renewed } = expectOk(await refreshSession(ctx, session.refreshToken, nativeAudience));
    const actor = await actorOf(test, renewed);
    expect(codeOf(await regenerateRecoveryCodes(ctx, actor, {}))).toBe("step_up_required");
  });

  it("is not given for a code while MFA is off", async () => {
    const { ctx, actor } = await staleSession();
    expect(codeOf(await stepUp(ctx, actor, { code: "123456" }))).toBe("mfa_not_enabled");
  });
});

describe("guessing at the step-up", () => {
  it("counts passwords and codes apart, and says so instead of pretending", async () => {
    const { ctx, user, actor } = await staleSession({ mfa: true });
    const paused = { ok: false, error: { code: "rate_limited", retryAfterSeconds: 30 } };
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await stepUp(ctx, actor, { password: "wrong password" }))).toBe("invalid_credentials");
    }
    expect(await stepUp(ctx, actor, { password: user.password })).toMatchObject(paused);
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await stepUp(ctx, actor, { code: "000000" }))).toBe("mfa_code_invalid");
    }
    expect(await stepUp(ctx, actor, { code: "000000" })).toMatchObject(paused);
  });

  it("is not forgiven by the right password: codes stay counted", async () => {
    const { ctx, user, actor } = await staleSession({ mfa: true });
    for (let time = 0; time < 5; time += 1) {
      expect(codeOf(await stepUp(ctx, actor, { code: "000000" }))).toBe("mfa_code_invalid");
      expect(expectOk(await stepUp(ctx, actor, { password: user.password }))).toEqual({ next: "code" });
    }
    expect(codeOf(await stepUp(ctx, actor, { code: "000000" }))).toBe("rate_limited");
  });
});
