import type { AccessRequestStatus, Plan, TenantRole } from "@/generated/prisma/enums";
import { isId } from "@/lib/values/tokens";
import type { ConsoleRole } from "@/lib/values/users";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { findPendingReset } from "../sign-in/mfa/schedule-mfa-reset";
import { type PasskeyView, passkeyColumns, toPasskeyView } from "../sign-in/passkeys/list-passkeys";
import { providerName } from "../sign-in/sso/identity";
import { hasAnotherOwner } from "../tenants/membership";
import { consoleRoleOf } from "../users/console-role";

export interface UserDetail {
  id: string;
  email: string;
  name: string;
  phone: string | null;
  role: ConsoleRole;
  emailVerifiedAt: Date | null;
  deactivatedAt: Date | null;
  /** Why and by whom; null while the account is active, or when the log no longer knows. */
  deactivation: { reason: string; by: string } | null;
  deletionDueAt: Date | null;
  createdAt: Date;
  /** `ledByNobodyElse`: the only owner who can act, with other people in the tenant. */
  tenant: { id: string; name: string; plan: Plan; role: TenantRole; ledByNobodyElse: boolean };
  hasPassword: boolean;
  passwordChangedAt: Date;
  mfa: { enabledAt: Date | null; recoveryCodesLeft: number };
  passkeys: PasskeyView[];
  identities: { provider: string; providerName: string; email: string; lastUsedAt: Date | null }[];
  sessions: number;
  lastSeenAt: Date | null;
  /** The admin's reset that waits, or null. */
  mfaReset: { requestedBy: string; reason: string; createdAt: Date; dueAt: Date } | null;
  /** The request for access that the account came from, or null. */
  accessRequest: { id: string; status: AccessRequestStatus; submittedAt: Date; decidedBy: string | null } | null;
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
      tenant: { select: { id: true, name: true, plan: true } },
      totpCredential: { select: { enabledAt: true } },
      externalIdentities: { orderBy: { createdAt: "asc" } },
      passkeys: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: passkeyColumns },
      accessRequest: { include: { decidedBy: { select: { name: true } } } },
      _count: {
        select: {
          recoveryCodes: { where: { usedAt: null } },
          sessions: { where: { revokedAt: null, expiresAt: { gt: now }, refreshExpiresAt: { gt: now } } },
        },
      },
      sessions: { orderBy: { lastSeenAt: "desc" }, take: 1, select: { lastSeenAt: true } },
    },
  });
  if (!user) return err("user_not_found");
  const [reset, deactivation, ledByNobodyElse] = await Promise.all([
    findPendingReset(ctx.db, user.id),
    user.deactivatedAt ? findDeactivation(ctx, user.id) : null,
    user.tenantRole === "OWNER" ? leadsAlone(ctx, user) : false,
  ]);
  // A row that was sent again by a later owner of the address names this account no more.
  const request = user.accessRequest?.status === "REGISTERED" ? user.accessRequest : null;
  return ok({
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    role: consoleRoleOf(user),
    emailVerifiedAt: user.emailVerifiedAt,
    deactivatedAt: user.deactivatedAt,
    deactivation,
    deletionDueAt: user.deletionDueAt,
    createdAt: user.createdAt,
    tenant: { ...user.tenant, role: user.tenantRole, ledByNobodyElse },
    hasPassword: user.passwordHash !== null,
    passwordChangedAt: user.passwordChangedAt,
    mfa: { enabledAt: user.totpCredential?.enabledAt ?? null, recoveryCodesLeft: user._count.recoveryCodes },
    passkeys: user.passkeys.map(toPasskeyView),
    identities: user.externalIdentities.map(({ provider, email, lastUsedAt }) => ({
      ...{ provider, email, lastUsedAt },
      providerName: providerName(ctx.config, provider),
    })),
    sessions: user._count.sessions,
    lastSeenAt: user.sessions[0]?.lastSeenAt ?? null,
    mfaReset: reset && {
      ...{ requestedBy: reset.requestedBy, reason: reset.reason },
      ...{ createdAt: reset.createdAt, dueAt: reset.dueAt },
    },
    accessRequest: request && {
      ...{ id: request.id, status: request.status },
      ...{ submittedAt: request.submittedAt, decidedBy: request.decidedBy?.name ?? null },
    },
  });
}

async function findDeactivation(ctx: CoreContext, userId: string): Promise<UserDetail["deactivation"]> {
  const event = await ctx.db.auditEvent.findFirst({
    where: { targetType: "user", targetId: userId, action: "user.deactivated" },
    orderBy: { at: "desc" },
  });
  const details = event?.details;
  if (!event || typeof details !== "object" || details === null || Array.isArray(details)) return null;
  return { reason: typeof details.reason === "string" ? details.reason : "", by: event.actorLabel };
}

async function leadsAlone(ctx: CoreContext, user: { id: string; tenantId: string }): Promise<boolean> {
  const others = { tenantId: user.tenantId, id: { not: user.id } };
  const [anybody, isLed] = await Promise.all([
    ctx.db.user.findFirst({ where: others, select: { id: true } }),
    hasAnotherOwner(ctx.db, user.tenantId, user.id),
  ]);
  return anybody !== null && !isLed;
}
