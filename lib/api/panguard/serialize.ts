import type { z } from "@hono/zod-openapi";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import type { MfaSetup, MfaStatus } from "@/lib/core/sign-in/mfa/mfa";
import type { Profile } from "@/lib/core/users/profile";
import type * as schemas from "./schemas";

type Data<Schema extends z.ZodObject<{ data: z.ZodType }>> = z.input<Schema>["data"];

const tiers = {
  FREE: { tier: "free", machineLimit: 1 },
  PRO: { tier: "pro", machineLimit: 10 },
  TEAM: { tier: "team", machineLimit: 50 },
} as const satisfies Record<Profile["tenant"]["plan"], { tier: string; machineLimit: number }>;

export function toUser(profile: Profile): Data<typeof schemas.meSchema> {
  const { tier, machineLimit } = tiers[profile.tenant.plan];
  return {
    id: `usr_${profile.id.replaceAll("-", "")}`,
    email: profile.email,
    name: profile.name,
    tier,
    totpEnabled: profile.mfaEnabled,
    machineLimit,
    // Null: Foyer has no trials.
    trialEndsAt: null,
    createdAt: profile.createdAt.toISOString(),
    updatedAt: profile.updatedAt.toISOString(),
  };
}

export function toLoggedIn(user: Profile, session: IssuedSession): Data<typeof schemas.loggedInSchema> {
  return { user: toUser(user), token: session.accessToken, expiresAt: session.accessExpiresAt.toISOString() };
}

export function toTotpSetup(setup: MfaSetup): Data<typeof schemas.totpSetupSchema> {
  return { secret: setup.secret, otpauthUrl: setup.otpauthUrl, backupCodes: setup.recoveryCodes };
}

export function toTotpStatus(status: MfaStatus): Data<typeof schemas.totpStatusSchema> {
  return {
    totpEnabled: status.enabled,
    enabledAt: status.enabledAt?.toISOString() ?? null,
    backupCodesRemaining: status.recoveryCodesLeft,
  };
}
