import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { planSchema } from "@/lib/values/plans";
import { accessRequestStatusSchema } from "@/lib/values/queue";
import { teamRoles } from "@/lib/values/team-roles";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { err, ok } from "../kernel/result";
import { findPendingReset } from "../sign-in/mfa/reset";
import { providerName } from "../sign-in/sso/identity";
import { hasAnotherOwner } from "../tenants/membership";
import { consoleRoleOf } from "../users/operator";
import { toTeamRole } from "../users/team-roles";

import { exampleUser, userFields } from "./users";

const count = z.int().min(0);
const exampleDate = exampleUser.createdAt;

/** Contains no secrets. */
export async function readUser(ctx: CoreContext, id: string) {
  const now = ctx.clock.now();
  const user = await ctx.db.user.findUnique({
    where: { id },
    include: {
      tenant: { select: { id: true, name: true, plan: true } },
      totpCredential: { select: { enabledAt: true } },
      externalIdentities: { orderBy: { createdAt: "asc" }, select: { provider: true, email: true } },
      passkeys: { orderBy: [{ createdAt: "asc" }, { id: "asc" }], select: { name: true } },
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
  if (!user) return null;
  const [reset, deactivation, isSoleOwnerOfOthers] = await Promise.all([
    findPendingReset(ctx.db, user.id),
    user.deactivatedAt ? findDeactivation(ctx, user.id) : null,
    user.tenantRole === "OWNER" ? leadsAlone(ctx, user) : false,
  ]);
  // A later owner of the address may have sent the request again.
  const request = user.accessRequest?.status === "REGISTERED" ? user.accessRequest : null;
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    role: consoleRoleOf(user),
    emailVerifiedAt: user.emailVerifiedAt,
    deactivatedAt: user.deactivatedAt,
    /** Null if the audit log no longer has it, too. */
    deactivation,
    deletionDueAt: user.deletionDueAt,
    createdAt: user.createdAt,
    tenant: { ...user.tenant, role: toTeamRole(user.tenantRole) },
    /** Ignores owners who can't act. */
    isSoleOwnerOfOthers,
    hasPassword: user.passwordHash !== null,
    passwordChangedAt: user.passwordChangedAt,
    mfa: { enabledAt: user.totpCredential?.enabledAt ?? null, recoveryCodesLeft: user._count.recoveryCodes },
    passkeys: user.passkeys,
    identities: user.externalIdentities.map(({ provider, email }) => ({
      provider,
      email,
      providerName: providerName(ctx.config, provider),
    })),
    sessions: user._count.sessions,
    lastSeenAt: user.sessions[0]?.lastSeenAt ?? null,
    mfaReset: reset && {
      requestedBy: reset.requestedBy,
      reason: reset.reason,
      createdAt: reset.createdAt,
      dueAt: reset.dueAt,
    },
    accessRequest: request && {
      id: request.id,
      status: "registered" as const,
      submittedAt: request.submittedAt,
      decidedBy: request.decidedBy?.name ?? null,
    },
  };
}
export type UserDetail = NonNullable<Awaited<ReturnType<typeof readUser>>>;

export const getUser = act({
  access: "admin",
  input: idOnlySchema,
  output: z
    .strictObject({
      ...userFields,
      phone: z.string().nullable(),
      emailVerifiedAt: jsonDate.nullable(),
      deactivatedAt: jsonDate.nullable(),
      deactivation: z.strictObject({ reason: z.string(), by: z.string() }).nullable(),
      deletionDueAt: jsonDate.nullable(),
      tenant: z.strictObject({ id: z.uuid(), name: z.string(), plan: planSchema, role: z.enum(teamRoles) }),
      hasPassword: z.boolean(),
      passwordChangedAt: jsonDate,
      mfa: z.strictObject({ enabledAt: jsonDate.nullable(), recoveryCodesLeft: count }),
      passkeys: count,
      identities: z.array(z.string()),
      sessions: count,
      lastSeenAt: jsonDate.nullable(),
      mfaReset: z
        .strictObject({ requestedBy: z.string(), reason: z.string(), createdAt: jsonDate, dueAt: jsonDate })
        .nullable(),
      accessRequest: z
        .strictObject({
          id: z.uuid(),
          status: accessRequestStatusSchema,
          submittedAt: jsonDate,
          decidedBy: z.string().nullable(),
        })
        .nullable(),
    })
    .meta({ id: "UserDetail" }),
  errors: ["user_not_found"],
  example: {
    output: {
      ...exampleUser,
      phone: null,
      emailVerifiedAt: exampleDate,
      deactivatedAt: null,
      deactivation: null,
      deletionDueAt: null,
      tenant: { id: exampleUser.id, name: "Acme Inc", plan: "FREE", role: "owner" },
      hasPassword: true,
      passwordChangedAt: exampleDate,
      mfa: { enabledAt: exampleDate, recoveryCodesLeft: 10 },
      passkeys: 0,
      identities: [],
      sessions: 1,
      lastSeenAt: exampleDate,
      mfaReset: null,
      accessRequest: { id: exampleUser.id, status: "registered", submittedAt: exampleDate, decidedBy: "Ana Admin" },
    },
  },
  async run(ctx, _admin, { id }) {
    const user = await readUser(ctx, id);
    if (!user) return err("user_not_found");
    const { role, isSoleOwnerOfOthers: _, passkeys, identities, ...rest } = user;
    return ok({
      ...rest,
      isAdmin: role === "admin",
      isReviewer: role === "reviewer",
      passkeys: passkeys.length,
      identities: identities.map(({ provider }) => provider),
    });
  },
});

async function findDeactivation(ctx: CoreContext, userId: string): Promise<{ reason: string; by: string } | null> {
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
  const [other, isLed] = await Promise.all([
    ctx.db.user.findFirst({ where: others, select: { id: true } }),
    hasAnotherOwner(ctx.db, user.tenantId, user.id),
  ]);
  return other !== null && !isLed;
}
