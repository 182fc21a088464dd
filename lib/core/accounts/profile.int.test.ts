import { describe, expect, it } from "vitest";
import { updateProfileSchema } from "@/lib/values/forms";
import { actorOf, createUser, signIn } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { profileOf } from "../users/profile";
import { getProfile, getProtection, updatePreferences, updateProfile } from "./profile";

async function signedIn(options: { mfa?: boolean } = {}) {
  const test = await testContext();
  const user = await createUser(test, options);
  return { test, ctx: test.ctx, user, ...(await signIn(test, user)) };
}

describe("a profile", () => {
  it("of a new person is an owner on the free plan with an active sandbox", async () => {
    const { user, actor, test } = await signedIn();
    expect(profileOf(actor)).toEqual({
      id: user.id,
      email: user.email,
      name: user.name,
      phone: null,
      role: "owner",
      isAdmin: false,
      emailVerified: true,
      mfaEnabled: false,
      preferredEnvironment: "sandbox",
      tenant: {
        id: user.tenantId,
        name: "Blue Harbour",
        plan: "FREE",
        buyerMode: "DIRECT_INFERENCE_VENDOR",
        environments: { sandbox: "active", production: "none" },
      },
      createdAt: test.clock.now(),
      updatedAt: expect.any(Date),
    });
  });

  it("changes what was sent and keeps the rest; an empty phone removes it", async () => {
    const { test, ctx, actor, session } = await signedIn();
    const first = expectOk(await updateProfile(ctx, actor, updateProfileSchema.parse({ phone: "+49 30 1234567" })));
    expect(first).toMatchObject({ name: "Jo Doe", phone: "+49 30 1234567" });
    const second = expectOk(await updateProfile(ctx, actor, updateProfileSchema.parse({ name: "Jo D.", phone: "" })));
    expect(second).toMatchObject({ name: "Jo D.", phone: null });
    expect(expectOk(await getProfile(ctx, await actorOf(test, session), {}))).toEqual(second);
  });

  it("remembers the preferred environment", async () => {
    const { test, ctx, actor, session } = await signedIn();
    const changed = expectOk(await updatePreferences(ctx, actor, { preferredEnvironment: "production" }));
    expect(changed.preferredEnvironment).toBe("production");
    expect(expectOk(await getProfile(ctx, await actorOf(test, session), {}))).toEqual(changed);
  });

  it("leaves a trace that names the fields, not their contents", async () => {
    const { ctx, actor } = await signedIn();
    expectOk(await updateProfile(ctx, actor, { phone: "+49 30 1234567" }));
    const trace = await ctx.db.auditEvent.findFirstOrThrow({ where: { action: "user.profile_updated" } });
    expect(trace.details).toEqual({ fields: ["phone"] });
  });
});

describe("how well an account is protected", () => {
  it("is told by facts of this moment", async () => {
    const { test, ctx, user, actor } = await signedIn({ mfa: true });
    const opened = test.clock.now();
    test.clock.advance({ minutes: 1 });
    await signIn(test, user);
    expect(await getProtection(ctx, actor)).toEqual({
      emailVerified: true,
      passwordChangedAt: opened,
      mfaEnabled: true,
      recoveryCodesLeft: 10,
      sessionCount: 2,
      oldestSessionAt: opened,
      expiringKeys: 0,
    });
  });
});
