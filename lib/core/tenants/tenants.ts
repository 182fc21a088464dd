import { z } from "zod";
import type { Plan, Prisma, Tenant } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { readCursor, readMomentCursor, writeCursor } from "@/lib/values/keyset";
import { planSchema } from "@/lib/values/plans";
import { teamRoleSchema } from "@/lib/values/team";
import { isId } from "@/lib/values/tokens";
import { changeTenantSchema, type ListTenantsInput, listTenantsSchema } from "@/lib/values/users";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { literalText } from "../kernel/literal-text";
import { err, ok, type Result } from "../kernel/result";
import { toTeamRole } from "../users/team-roles";
import { lockTeam } from "./lock-team";
import { mailLeaders } from "./mail-leaders";
import { planUse, planUseOf } from "./plan-limits";
import { domainsOf, exampleDomain, tenantDomain } from "./tenant-domains";

const shownMax = 50;
const environment = z.enum(["none", "active"]);
const environments = { NONE: "none", ACTIVE: "active" } as const;

const listedTenant = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  plan: planSchema,
  members: z.int().min(0),
  production: environment,
  createdAt: jsonDate,
});

const tenantDetail = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    plan: planSchema,
    buyerMode: z.string(),
    environments: z.strictObject({ sandbox: environment, production: environment }),
    createdAt: jsonDate,
    use: planUse,
    /** First 50 by role and name. */
    members: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        role: teamRoleSchema,
        deactivated: z.boolean(),
      }),
    ),
    hasMoreMembers: z.boolean(),
    projects: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        slug: z.string(),
        archived: z.boolean(),
        apiKeys: z.int().min(0),
      }),
    ),
    hasMoreProjects: z.boolean(),
    domains: z.array(tenantDomain),
  })
  .meta({ id: "TenantDetail" });
type TenantDetail = z.output<typeof tenantDetail>;
const exampleListed = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  name: "Acme Inc",
  plan: "FREE" as const,
  createdAt: "2026-09-30T09:00:00.000Z",
};
const example: z.input<typeof tenantDetail> = {
  ...exampleListed,
  buyerMode: "DIRECT_INFERENCE_VENDOR",
  environments: { sandbox: "active", production: "none" },
  use: { members: { used: 2, max: 25 }, projects: { used: 1, max: 10 }, apiKeys: { used: 3, max: 50 } },
  members: [{ id: exampleListed.id, name: "Jane Doe", email: "jane@company.com", role: "owner", deactivated: false }],
  hasMoreMembers: false,
  projects: [{ id: exampleListed.id, name: "Checkout", slug: "checkout", archived: false, apiKeys: 3 }],
  hasMoreProjects: false,
  domains: [exampleDomain],
};

export const listTenants = act({
  access: "admin",
  input: listTenantsSchema,
  output: z
    .strictObject({ items: z.array(listedTenant), nextCursor: z.string().nullable() })
    .meta({ id: "TenantPage" }),
  errors: [],
  example: { output: { items: [{ ...exampleListed, members: 2, production: "none" }], nextCursor: null } },
  async run(ctx, _admin, input) {
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
    return ok({
      items: page.map(({ id, name, plan, productionEnvironment, createdAt }) => ({
        id,
        name,
        plan,
        members: members.get(id) ?? 0,
        production: environments[productionEnvironment],
        createdAt,
      })),
      nextCursor: rows.length > input.limit && last ? writeCursor(input.sort, last[column], last.id) : null,
    });
  },
});

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

/** `@company.example` finds tenants with members at that domain. */
function matches(q: string | undefined): Prisma.TenantWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  if (isId(typed)) return { id: typed };
  const contains = literalText(typed);
  if (typed.startsWith("@")) return { users: { some: { email: { contains: contains.toLowerCase() } } } };
  return { name: { contains, mode: "insensitive" } };
}

export const getTenant = act({
  access: "admin",
  input: idOnlySchema,
  output: tenantDetail,
  errors: ["tenant_not_found"],
  example: { output: example },
  run: async (ctx, _admin, { id }) => detailOf(ctx, id),
});

async function detailOf(ctx: CoreContext, id: string): Promise<Result<TenantDetail, "tenant_not_found">> {
  const tenant = await ctx.db.tenant.findUnique({
    where: { id },
    include: {
      users: {
        orderBy: [{ tenantRole: "asc" }, { name: "asc" }, { id: "asc" }],
        take: shownMax + 1,
        select: { id: true, name: true, email: true, tenantRole: true, deactivatedAt: true },
      },
      projects: {
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: shownMax + 1,
        include: { _count: { select: { keys: { where: { apiKey: { revokedAt: null } } } } } },
      },
    },
  });
  if (!tenant) return err("tenant_not_found");
  const { users, projects } = tenant;
  return ok({
    id: tenant.id,
    name: tenant.name,
    plan: tenant.plan,
    buyerMode: tenant.buyerMode,
    environments: {
      sandbox: environments[tenant.sandboxEnvironment],
      production: environments[tenant.productionEnvironment],
    },
    createdAt: tenant.createdAt,
    use: await planUseOf(ctx, tenant),
    members: users.slice(0, shownMax).map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      role: toTeamRole(user.tenantRole),
      deactivated: user.deactivatedAt !== null,
    })),
    hasMoreMembers: users.length > shownMax,
    projects: projects.slice(0, shownMax).map((project) => ({
      id: project.id,
      name: project.name,
      slug: project.slug,
      archived: project.archivedAt !== null,
      apiKeys: project._count.keys,
    })),
    hasMoreProjects: projects.length > shownMax,
    domains: await domainsOf(ctx, tenant.id),
  });
}

/** Keeps what exceeds a lower plan. */
export const changeTenant = act({
  access: "admin",
  stepUp: true,
  input: changeTenantSchema,
  output: tenantDetail,
  errors: ["tenant_not_found", "step_up_required"],
  example: {
    input: { plan: "PRO" },
    output: { ...example, plan: "PRO", use: { ...example.use, members: { used: 2, max: 100 } } },
  },
  async run(ctx, admin, { id, plan, production }) {
    const changed = await inTransaction<null, "tenant_not_found">(ctx, async (tx) => {
      await lockTeam(tx, [], [id]);
      const tenant = await tx.tenant.findUnique({ where: { id } });
      if (!tenant) return err("tenant_not_found");
      if (plan !== undefined && plan !== tenant.plan) await changePlan(ctx, tx, admin, tenant, plan);
      const isActive = tenant.productionEnvironment === "ACTIVE";
      if (production !== undefined && (production === "active") !== isActive) {
        await switchProduction(ctx, tx, admin, tenant, !isActive);
      }
      return ok(null);
    });
    return changed.ok ? detailOf(ctx, id) : changed;
  },
});

async function changePlan(ctx: CoreContext, tx: Transaction, admin: AdminActor, tenant: Tenant, plan: Plan) {
  await tx.tenant.update({ where: { id: tenant.id }, data: { plan } });
  await recordAuditEvent(ctx, tx, {
    action: "tenant.plan_changed",
    actor: admin,
    target: { type: "tenant", id: tenant.id },
    details: { organization: tenant.name, from: tenant.plan, to: plan },
  });
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  await mailLeaders(ctx, tx, ownersOf(tenant), "plan-changed", (name) => ({
    name,
    organization: tenant.name,
    plan,
    teamUrl,
  }));
}

async function switchProduction(
  ctx: CoreContext,
  tx: Transaction,
  admin: AdminActor,
  tenant: Tenant,
  isActive: boolean,
) {
  const productionEnvironment = isActive ? "ACTIVE" : "NONE";
  await tx.tenant.update({ where: { id: tenant.id }, data: { productionEnvironment } });
  await recordAuditEvent(ctx, tx, {
    action: "tenant.production_changed",
    actor: admin,
    target: { type: "tenant", id: tenant.id },
    details: { organization: tenant.name, to: isActive ? "active" : "none" },
  });
  await mailLeaders(ctx, tx, ownersOf(tenant), "production-changed", (name) => ({
    name,
    organization: tenant.name,
    isActive,
  }));
}

function ownersOf({ id }: Tenant) {
  return { tenantId: id, roles: ["OWNER" as const] };
}
