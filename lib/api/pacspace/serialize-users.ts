import type { z } from "@hono/zod-openapi";
import { statusValues } from "@/lib/core/access-requests/access-request-view";
import type { UserDetail } from "@/lib/core/accounts/get-user";
import type { UserPage } from "@/lib/core/accounts/list-users";
import type { UserActivity } from "@/lib/core/audit/list-activity";
import { toTeamRole } from "@/lib/core/users/team-roles";
import type * as schemas from "./schemas-users";

/** Field by field, so that nothing leaves by being added to a row. */
type Wire<Schema extends z.ZodType> = z.input<Schema>;

function toIsoOrNull(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString();
}

export function toUserPage(page: UserPage): Wire<typeof schemas.userPageSchema> {
  return {
    items: page.items.map((user) => ({
      id: user.id,
      email: user.email,
      name: user.name,
      tenant: user.tenant,
      plan: user.plan,
      isAdmin: user.isAdmin,
      isReviewer: user.isReviewer,
      emailVerified: user.emailVerified,
      mfaEnabled: user.mfaEnabled,
      deactivated: user.deactivated,
      deletionPending: user.deletionPending,
      createdAt: user.createdAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}

export function toUserDetail(user: UserDetail): Wire<typeof schemas.userDetailSchema> {
  const { accessRequest, deactivation, mfaReset, tenant } = user;
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    isAdmin: user.role === "admin",
    isReviewer: user.role === "reviewer",
    emailVerifiedAt: toIsoOrNull(user.emailVerifiedAt),
    deactivatedAt: toIsoOrNull(user.deactivatedAt),
    deactivation: deactivation && { reason: deactivation.reason, by: deactivation.by },
    deletionDueAt: toIsoOrNull(user.deletionDueAt),
    createdAt: user.createdAt.toISOString(),
    tenant: { id: tenant.id, name: tenant.name, plan: tenant.plan, role: toTeamRole(tenant.role) },
    hasPassword: user.hasPassword,
    passwordChangedAt: user.passwordChangedAt.toISOString(),
    mfa: { enabledAt: toIsoOrNull(user.mfa.enabledAt), recoveryCodesLeft: user.mfa.recoveryCodesLeft },
    passkeys: user.passkeys.length,
    identities: user.identities.map(({ provider }) => provider),
    sessions: user.sessions,
    lastSeenAt: toIsoOrNull(user.lastSeenAt),
    mfaReset: mfaReset && {
      requestedBy: mfaReset.requestedBy,
      reason: mfaReset.reason,
      createdAt: mfaReset.createdAt.toISOString(),
      dueAt: mfaReset.dueAt.toISOString(),
    },
    accessRequest: accessRequest && {
      id: accessRequest.id,
      status: statusValues[accessRequest.status],
      submittedAt: accessRequest.submittedAt.toISOString(),
      decidedBy: accessRequest.decidedBy,
    },
  };
}

export function toUserActivity(page: {
  items: UserActivity[];
  nextCursor: string | null;
}): Wire<typeof schemas.userActivitySchema> {
  return {
    items: page.items.map(({ id, at, action, actor, ip, userAgent }) => ({
      id,
      at: at.toISOString(),
      action,
      actor,
      ip,
      userAgent,
    })),
    nextCursor: page.nextCursor,
  };
}
