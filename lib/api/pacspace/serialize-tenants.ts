import type { z } from "@hono/zod-openapi";
import type { TenantDetail } from "@/lib/core/tenants/get-tenant";
import type { TenantPage } from "@/lib/core/tenants/list-tenants";
import type { PlanUse, QuotaUse } from "@/lib/core/tenants/plan-limits";
import { toTeamRole } from "@/lib/core/users/team-roles";
import type { PlanQuota } from "@/lib/values/plans";
import type * as schemas from "./schemas-users";
import { toDomain } from "./tenant-domains";

/** Field by field, so that nothing leaves by being added to a row. */
type Wire<Schema extends z.ZodType> = z.input<Schema>;

const environments = { NONE: "none", ACTIVE: "active" } as const;

function toQuotas(use: QuotaUse[]): Wire<typeof schemas.planUseSchema>["use"] {
  const of = (name: PlanQuota) => {
    const found = use.find(({ quota }) => quota === name);
    return { used: found?.used ?? 0, max: found?.max ?? 0 };
  };
  return { members: of("members"), projects: of("projects"), apiKeys: of("apiKeys") };
}

export function toPlanUse({ plan, quotas }: PlanUse): Wire<typeof schemas.planUseSchema> {
  return { plan, use: toQuotas(quotas) };
}

export function toTenantPage(page: TenantPage): Wire<typeof schemas.tenantPageSchema> {
  return {
    items: page.items.map(({ id, name, plan, members, productionEnvironment, createdAt }) => ({
      ...{ id, name, plan, members, production: environments[productionEnvironment] },
      createdAt: createdAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
  };
}

export function toTenantDetail(tenant: TenantDetail): Wire<typeof schemas.tenantDetailSchema> {
  return {
    id: tenant.id,
    name: tenant.name,
    plan: tenant.plan,
    buyerMode: tenant.buyerMode,
    environments: {
      sandbox: environments[tenant.sandboxEnvironment],
      production: environments[tenant.productionEnvironment],
    },
    createdAt: tenant.createdAt.toISOString(),
    use: toQuotas(tenant.use),
    members: tenant.members.map(({ id, name, email, role, deactivated }) => ({
      ...{ id, name, email, role: toTeamRole(role), deactivated },
    })),
    hasMoreMembers: tenant.hasMoreMembers,
    projects: tenant.projects.map(({ id, name, slug, archived, apiKeys }) => ({ id, name, slug, archived, apiKeys })),
    hasMoreProjects: tenant.hasMoreProjects,
    domains: tenant.domains.map(toDomain),
  };
}
