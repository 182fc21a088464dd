import type { Prisma } from "@/generated/prisma/client";
import type { EnvironmentStatus, Plan } from "@/generated/prisma/enums";
import { readCursor, readMomentCursor, writeCursor } from "@/lib/values/keyset";
import { isId } from "@/lib/values/tokens";
import type { ListTenantsInput } from "@/lib/values/users";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";

export interface TenantListItem {
  id: string;
  name: string;
  plan: Plan;
  members: number;
  productionEnvironment: EnvironmentStatus;
  createdAt: Date;
}

export interface TenantPage {
  items: TenantListItem[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** Tenants, as filtered and sorted, page by page. Members are counted for the page alone. */
export async function listTenants(ctx: CoreContext, _admin: AdminActor, input: ListTenantsInput): Promise<TenantPage> {
  const { where, orderBy } = sorts[input.sort](input.cursor);
  const rows = await ctx.db.tenant.findMany({
    where: { AND: [matches(input.q), input.plan === undefined ? {} : { plan: input.plan }, where] },
    orderBy,
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const counts = await ctx.db.user.groupBy({
    by: ["tenantId"],
    where: { tenantId: { in: page.map(({ id }) => id) } },
    _count: true,
  });
  const members = new Map(counts.map(({ tenantId, _count }) => [tenantId, _count]));
  const last = page.at(-1);
  const column = input.sort === "name" ? "name" : "createdAt";
  return {
    items: page.map(({ id, name, plan, productionEnvironment, createdAt }) => ({
      ...{ id, name, plan, productionEnvironment, createdAt, members: members.get(id) ?? 0 },
    })),
    nextCursor: rows.length > input.limit && last ? writeCursor(input.sort, last[column], last.id) : null,
  };
}

interface Order {
  where: Prisma.TenantWhereInput;
  orderBy: Prisma.TenantOrderByWithRelationInput[];
}

const sorts: Record<ListTenantsInput["sort"], (cursor: string | undefined) => Order> = {
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
};

/** In the name; `@company.example` finds the tenants of people with such an address, and an id its tenant. */
function matches(q: string | undefined): Prisma.TenantWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  if (isId(typed)) return { id: typed };
  const contains = literalText(typed);
  if (typed.startsWith("@")) return { users: { some: { email: { contains: contains.toLowerCase() } } } };
  return { name: { contains, mode: "insensitive" } };
}
