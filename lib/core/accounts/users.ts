import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { canonicalEmail } from "@/lib/values/email";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { readCursor, readMomentCursor, writeCursor } from "@/lib/values/keyset";
import { planSchema } from "@/lib/values/plans";
import { accessRequestStatusSchema } from "@/lib/values/queue";
import { teamRoles } from "@/lib/values/team-roles";
import { isId } from "@/lib/values/tokens";
import { type ListUsersInput, listUsersSchema, type UserFilter } from "@/lib/values/users";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { afterId, batch, inBatches, iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";
import { err, ok } from "../kernel/result";
import { findPendingReset } from "../sign-in/mfa/reset";
import { providerName } from "../sign-in/sso/identity";
import { hasAnotherOwner } from "../tenants/membership";
import { consoleRoleOf } from "../users/operator";
import { toTeamRole } from "../users/team-roles";

const count = z.int().min(0);
const userFields = {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  isReviewer: z.boolean(),
  createdAt: jsonDate,
};

const exampleId = "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11";
const exampleDate = "2026-09-30T09:00:00.000Z";
const exampleUser = {
  id: exampleId,
  email: "jane@company.com",
  name: "Jane Doe",
  isAdmin: false,
  isReviewer: false,
  createdAt: exampleDate,
};

/** Searched, filtered and sorted. */
export const listUsers = act({
  access: "admin",
  input: listUsersSchema,
  output: z
    .strictObject({
      items: z.array(
        z.strictObject({
          ...userFields,
          tenant: z.string(),
          plan: planSchema,
          emailVerified: z.boolean(),
          mfaEnabled: z.boolean(),
          deactivated: z.boolean(),
          deletionPending: z.boolean(),
        }),
      ),
      /** Opaque; null on the last page. */
      nextCursor: z.string().nullable(),
    })
    .meta({ id: "UserPage" }),
  errors: [],
  example: {
    output: {
      items: [
        {
          ...exampleUser,
          tenant: "Acme Inc",
          plan: "FREE",
          emailVerified: true,
          mfaEnabled: true,
          deactivated: false,
          deletionPending: false,
        },
      ],
      nextCursor: null,
    },
  },
  async run(ctx, _admin, input) {
    const { where, orderBy } = sorts[input.sort](input.cursor);
    const q = (await idOfAddress(ctx, input.q)) ?? input.q;
    const rows = await ctx.db.user.findMany({
      where: { AND: [userWhere({ ...input, q }), where] },
      orderBy,
      take: input.limit + 1,
      relationLoadStrategy: "join",
      include: { tenant: { select: { name: true, plan: true } }, totpCredential: { select: { userId: true } } },
    });
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return ok({
      items: page.map((row) => ({
        id: row.id,
        email: row.email,
        name: row.name,
        tenant: row.tenant.name,
        plan: row.tenant.plan,
        isAdmin: row.isAdmin,
        isReviewer: row.isReviewer,
        emailVerified: row.emailVerifiedAt !== null,
        mfaEnabled: row.totpCredential !== null,
        deactivated: row.deactivatedAt !== null,
        deletionPending: row.deletionDueAt !== null,
        createdAt: row.createdAt,
      })),
      nextCursor:
        rows.length > input.limit && last ? writeCursor(input.sort, last[columns[input.sort]], last.id) : null,
    });
  },
});
export type ListedUser = z.input<typeof listUsers.output>["items"][number];

/** An exact address is found by an index, without scanning everybody at the same provider. */
async function idOfAddress(ctx: CoreContext, q: string | undefined): Promise<string | undefined> {
  const email = q?.includes("@") ? canonicalEmail(q) : null;
  if (email === null) return undefined;
  return (await ctx.db.user.findUnique({ where: { email }, select: { id: true } }))?.id;
}

const columns = { newest: "createdAt", oldest: "createdAt", name: "name", email: "email" } as const;

interface Order {
  where: Prisma.UserWhereInput;
  orderBy: Prisma.UserOrderByWithRelationInput[];
}

/** Keyset pagination. */
const sorts: Record<ListUsersInput["sort"], (cursor: string | undefined) => Order> = {
  newest: (cursor) => {
    const after = readMomentCursor(cursor, "newest");
    return {
      where: after
        ? { OR: [{ createdAt: { lt: after.value } }, { createdAt: after.value, id: { lt: after.id } }] }
        : {},
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    };
  },
  oldest: (cursor) => {
    const after = readMomentCursor(cursor, "oldest");
    return {
      where: after
        ? { OR: [{ createdAt: { gt: after.value } }, { createdAt: after.value, id: { gt: after.id } }] }
        : {},
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    };
  },
  name: (cursor) => {
    const after = readCursor(cursor, "name");
    return {
      where: after ? { OR: [{ name: { gt: after.value } }, { name: after.value, id: { gt: after.id } }] } : {},
      orderBy: [{ name: "asc" }, { id: "asc" }],
    };
  },
  email: (cursor) => {
    const after = readCursor(cursor, "email");
    return { where: after ? { email: { gt: after.value } } : {}, orderBy: [{ email: "asc" }] };
  },
};

/** An account as admins see it, without anything that opens it. Null: there is none. */
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
  // A request that a later owner of the address sent again is no longer this account's.
  const request = user.accessRequest?.status === "REGISTERED" ? user.accessRequest : null;
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    role: consoleRoleOf(user),
    emailVerifiedAt: user.emailVerifiedAt,
    deactivatedAt: user.deactivatedAt,
    /** Null: active, or the audit log no longer has it. */
    deactivation,
    deletionDueAt: user.deletionDueAt,
    createdAt: user.createdAt,
    tenant: { ...user.tenant, role: toTeamRole(user.tenantRole) },
    /** The only owner who can act, with other members. */
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
    /** The request that the account came from. */
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
      tenant: { id: exampleId, name: "Acme Inc", plan: "FREE", role: "owner" },
      hasPassword: true,
      passwordChangedAt: exampleDate,
      mfa: { enabledAt: exampleDate, recoveryCodesLeft: 10 },
      passkeys: 0,
      identities: [],
      sessions: 1,
      lastSeenAt: exampleDate,
      mfaReset: null,
      accessRequest: { id: exampleId, status: "registered", submittedAt: exampleDate, decidedBy: "Ana Admin" },
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

function userWhere(filter: UserFilter): Prisma.UserWhereInput {
  const { state, mfa, role, plan, tenant } = filter;
  return {
    AND: [
      matches(filter.q),
      state === undefined ? {} : states[state],
      role === undefined ? {} : roles[role],
      mfa === undefined ? {} : { totpCredential: mfa === "on" ? { isNot: null } : { is: null } },
      plan === undefined ? {} : { tenant: { plan } },
      tenant === undefined ? {} : { tenantId: tenant },
    ],
  };
}

const states: Record<NonNullable<UserFilter["state"]>, Prisma.UserWhereInput> = {
  active: { deactivatedAt: null, emailVerifiedAt: { not: null }, deletionDueAt: null },
  deactivated: { deactivatedAt: { not: null } },
  unverified: { emailVerifiedAt: null },
  deletion_pending: { deletionDueAt: { not: null } },
};

const roles: Record<NonNullable<UserFilter["role"]>, Prisma.UserWhereInput> = {
  admin: { isAdmin: true },
  reviewer: { isAdmin: false, isReviewer: true },
  user: { isAdmin: false, isReviewer: false },
};

/** In address and name; `@company.example` finds a domain, and an id its account. */
function matches(q: string | undefined): Prisma.UserWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  if (isId(typed)) return { id: typed };
  const contains = literalText(typed);
  const email = { email: { contains: contains.toLowerCase() } };
  return typed.startsWith("@") ? email : { OR: [email, { name: { contains, mode: "insensitive" } }] };
}

/** Accounts for the export, oldest first, without secrets. */
export async function* readUserRows(ctx: CoreContext) {
  await recordAuditEvent(ctx, ctx.db, {
    action: "user.exported",
    actor: "command line",
    details: { what: "all accounts" },
  });
  const batches = inBatches((after) =>
    ctx.db.user.findMany({
      where: afterId(after),
      orderBy: { id: "asc" },
      take: batch,
      relationLoadStrategy: "join",
      include: { tenant: { select: { name: true, plan: true } }, totpCredential: { select: { userId: true } } },
    }),
  );
  for await (const rows of batches) {
    yield rows.map((row) => ({
      id: row.id,
      email: row.email,
      name: row.name,
      rights: consoleRoleOf(row),
      tenant: row.tenant.name,
      plan: row.tenant.plan,
      tenantRole: toTeamRole(row.tenantRole),
      mfa: row.totpCredential === null ? "off" : "on",
      emailVerifiedAt: iso(row.emailVerifiedAt),
      deactivatedAt: iso(row.deactivatedAt),
      createdAt: iso(row.createdAt),
    }));
  }
}

export async function findUserId(ctx: CoreContext, email: string): Promise<string | null> {
  return (await ctx.db.user.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}
