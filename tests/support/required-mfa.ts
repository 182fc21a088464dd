import { expect } from "vitest";
import { secondsAfter } from "@/lib/core/kernel/lifetimes";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/sign-in/mfa/totp";
import { changeSettings, signIn, type TestUser } from "./factories";
import type { TestContext } from "./test-context";

const day = 24 * 60 * 60;

/** Requires 2FA since `days` before now, with every account older than that. The clock doesn't move. */
export async function requireMfaOfAll(test: TestContext, { days }: { days: number }): Promise<void> {
  const since = secondsAfter(test.clock.now(), -days * day);
  await changeSettings(test, { requireMfaAdmins: true, requireMfaReviewers: true, requireMfaUsers: true });
  await test.ctx.db.settings.update({
    where: { id: 1 },
    data: { mfaAdminsSince: since, mfaReviewersSince: since, mfaUsersSince: since },
  });
  await test.ctx.db.user.updateMany({ data: { createdAt: secondsAfter(since, -30 * day), tenantJoinedAt: null } });
  await test.ctx.db.user.updateMany({ data: { mfaGraceBeganAt: null } });
}

export async function enrolAll(test: TestContext): Promise<void> {
  const { ctx } = test;
  for (const { id } of await ctx.db.user.findMany({ where: { totpCredential: null }, select: { id: true } })) {
    const sealedSecret = sealTotpSecret(ctx, id, newTotpSecret());
    await ctx.db.totpCredential.create({ data: { userId: id, sealedSecret, lastStep: 0, enabledAt: ctx.clock.now() } });
  }
}

/** Days until 2FA is due for a new session; null when it isn't. */
export async function daysLeft(test: TestContext, user: TestUser): Promise<number | null> {
  const { actor } = await signIn(test, user);
  if (actor.mfaDueAt === null) return null;
  const days = (actor.mfaDueAt.getTime() - test.clock.now().getTime()) / (24 * 60 * 60 * 1000);
  expect(isConfined(test.ctx, actor)).toBe(days <= 0);
  return days;
}
