import type { Prisma } from "@/generated/prisma/client";
import type { Plan } from "@/generated/prisma/enums";
import { canonicalEmail } from "@/lib/values/email";
import { readCursor, readMomentCursor, writeCursor } from "@/lib/values/keyset";
import type { ListUsersInput } from "@/lib/values/users";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";

import { userWhere } from "./user-filter";

export interface UserListItem {
  id: string;
  email: string;
  name: string;
  tenantId: string;
  tenant: string;
  plan: Plan;
  isAdmin: boolean;
  isReviewer: boolean;
  emailVerified: boolean;
  mfaEnabled: boolean;
  deactivated: boolean;
  deletionPending: boolean;
  createdAt: Date;
}

export interface UserPage {
  items: UserListItem[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** Accounts, as filtered and sorted, page by page. Nothing is counted. */
export async function listUsers(ctx: CoreContext, _admin: AdminActor, input: ListUsersInput): Promise<UserPage> {
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
  return {
    items: page.map((row) => ({
      id: row.id,
      email: row.email,
      name: row.name,
      tenantId: row.tenantId,
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
    nextCursor: rows.length > input.limit && last ? writeCursor(input.sort, last[columns[input.sort]], last.id) : null,
  };
}

/**
 * The account whose whole address was typed: it alone is meant, and an index finds it. Looking for the address as a part of
 * others would go through everybody at the same provider.
 */
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

/** Keyset pagination: the row after the last one, whatever was added or removed before it. */
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
