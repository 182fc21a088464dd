import { timingSafeEqual } from "node:crypto";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ApiKeyActor } from "../kernel/api-key-actor";
import type { CoreContext } from "../kernel/context";
import { lastSeenSeconds, mfaGraceSeconds, secondsAfter } from "../kernel/lifetimes";
import { mfaRequiredSince } from "../sign-in/mfa/requirement";
import { hashApiKey, publicIdOf } from "./key-format";

/**
 * Reads the row on every request, so revocation is immediate. Null also if the owner is deactivated, unverified or has
 * left the organization.
 */
export async function resolveApiKey(ctx: CoreContext, key: string): Promise<ApiKeyActor | null> {
  const publicId = publicIdOf(key);
  if (!publicId) return null;
  const now = ctx.clock.now();
  const found = await ctx.db.apiKey.findUnique({
    where: { publicId },
    relationLoadStrategy: "join",
    include: {
      projects: { select: { projectId: true } },
      user: { include: { tenant: true, totpCredential: { select: { userId: true } } } },
    },
  });
  if (!found || !timingSafeEqual(found.keyHash, hashApiKey(key))) return null;
  const { user } = found;
  if (found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return null;
  if (user.deactivatedAt || !user.emailVerifiedAt || user.tenantId !== found.tenantId) return null;
  await noteUse(ctx, found, now);
  const requiredSince = user.totpCredential ? null : await mfaRequiredSince(ctx.db, user.id);
  const { tenant, totpCredential, ...person } = user;
  return {
    mfaDueAt: requiredSince && secondsAfter(requiredSince, mfaGraceSeconds),
    key: { id: found.id, name: found.name, projectIds: found.projects.map(({ projectId }) => projectId) },
    user: {
      id: person.id,
      email: person.email,
      name: person.name,
      phone: person.phone,
      isAdmin: false,
      isReviewer: false,
      tenantRole: person.tenantRole,
      emailVerifiedAt: person.emailVerifiedAt,
      mfaEnabled: totpCredential !== null,
      preferredEnvironment: person.preferredEnvironment,
      passwordChangedAt: person.passwordChangedAt,
      locale: person.locale,
      deletionDueAt: person.deletionDueAt,
      createdAt: person.createdAt,
      updatedAt: person.updatedAt,
    },
    tenant: {
      id: tenant.id,
      name: tenant.name,
      plan: tenant.plan,
      buyerMode: tenant.buyerMode,
      sandboxEnvironment: tenant.sandboxEnvironment,
      productionEnvironment: tenant.productionEnvironment,
    },
  } as ApiKeyActor;
}

interface Used {
  id: string;
  userId: string;
  name: string;
  lastUsedAt: Date | null;
  user: { email: string };
}

/** Writes at most once a minute. */
async function noteUse(ctx: CoreContext, key: Used, now: Date): Promise<void> {
  if (key.lastUsedAt && secondsAfter(key.lastUsedAt, lastSeenSeconds) > now) return;
  const noted = await ctx.db.apiKey.updateMany({
    where: { id: key.id, lastUsedAt: key.lastUsedAt },
    data: { lastUsedAt: now, lastUsedIp: ctx.request.ip },
  });
  if (noted.count === 0) return;
  await recordAuditEvent(ctx, ctx.db, {
    action: "api_key.used",
    actor: { id: key.userId, email: key.user.email },
    target: { type: "api_key", id: key.id },
    details: { apiKey: key.name },
  });
}
