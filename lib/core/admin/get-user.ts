import type { TenantRole } from "@/generated/prisma/enums";
import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";
import { findPendingReset } from "../mfa/reset/schedule-mfa-reset";
import { err, ok, type Result } from "../result";

export interface UserDetail {
  id: string;
  email: string;
  name: string;
  phone: string | null;
  isAdmin: boolean;
  emailVerifiedAt: Date | null;
  deactivatedAt: Date | null;
  deletionDueAt: Date | null;
  createdAt: Date;
  tenant: { id: string; name: string; role: TenantRole };
  hasPassword: boolean;
  passwordChangedAt: Date;
  mfa: { enabledAt: Date | null; recoveryCodesLeft: number };
  passkeys: number;
  identities: string[];
  sessions: number;
  lastSeenAt: Date | null;
  /** The admin's reset that waits, or null. */
  mfaReset: { requestedBy: string; reason: string; createdAt: Date; dueAt: Date } | null;
}

/** One account as an admin sees it: no secret, and nothing that would let an admin become somebody else. */
export async function getUser(
  ctx: CoreContext,
  _admin: AdminActor,
  input: { id: string },
): Promise<Result<UserDetail, "user_not_found">> {
  if (!isId(input.id)) return err("user_not_found");
  const now = ctx.clock.now();
  const user = await ctx.db.user.findUnique({
    where: { id: input.id },
    include: {
      tenant: { select: { id: true, name: true } },
      totpCredential: { select: { enabledAt: true } },
      externalIdentities: { select: { provider: true } },
      _count: {
        select: {
          passkeys: true,
          recoveryCodes: { where: { usedAt: null } },
          sessions: { where: { revokedAt: null, expiresAt: { gt: now }, refreshExpiresAt: { gt: now } } },
        },
      },
      sessions: { orderBy: { lastSeenAt: "desc" }, take: 1, select: { lastSeenAt: true } },
    },
  });
  if (!user) return err("user_not_found");
  const reset = await findPendingReset(ctx.db, user.id);
  return ok({
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    isAdmin: user.isAdmin,
    emailVerifiedAt: user.emailVerifiedAt,
    deactivatedAt: user.deactivatedAt,
    deletionDueAt: user.deletionDueAt,
    createdAt: user.createdAt,
    tenant: { ...user.tenant, role: user.tenantRole },
    hasPassword: user.passwordHash !== null,
    passwordChangedAt: user.passwordChangedAt,
    mfa: { enabledAt: user.totpCredential?.enabledAt ?? null, recoveryCodesLeft: user._count.recoveryCodes },
    passkeys: user._count.passkeys,
    identities: user.externalIdentities.map(({ provider }) => provider),
    sessions: user._count.sessions,
    lastSeenAt: user.sessions[0]?.lastSeenAt ?? null,
    mfaReset: reset
      ? { requestedBy: reset.requestedBy, reason: reset.reason, createdAt: reset.createdAt, dueAt: reset.dueAt }
      : null,
  });
}
