import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { canonicalEmail } from "@/lib/values/email";
import { jsonDate } from "@/lib/values/json-date";
import { readCursor, readMomentCursor, writeCursor } from "@/lib/values/keyset";
import { planSchema } from "@/lib/values/plans";
import { isId } from "@/lib/values/tokens";
import { type ListUsersInput, listUsersSchema, type UserFilter } from "@/lib/values/users";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { afterId, batch, inBatches, iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";
import { ok } from "../kernel/result";
import { consoleRoleOf } from "../users/operator";
import { toTeamRole } from "../users/team-roles";

export const userFields = {
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  isReviewer: z.boolean(),
  createdAt: jsonDate,
};

export const exampleUser = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  email: "jane@company.com",
  name: "Jane Doe",
  isAdmin: false,
  isReviewer: false,
  createdAt: "2026-09-30T09:00:00.000Z",
};

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
      /** Null on the last page. */
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

/** Avoids scanning a whole provider. */
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

/** `@company.example` finds a domain, an id its account. */
function matches(q: string | undefined): Prisma.UserWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  if (isId(typed)) return { id: typed };
  const contains = literalText(typed);
  const email = { email: { contains: contains.toLowerCase() } };
  return typed.startsWith("@") ? email : { OR: [email, { name: { contains, mode: "insensitive" } }] };
}

/** Oldest first, without secrets. */
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
