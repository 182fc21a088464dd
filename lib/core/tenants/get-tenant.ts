import type { EnvironmentStatus, Plan, TenantRole } from "@/generated/prisma/enums";
import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { type QuotaUse, usedOf } from "./plan-limits";
import { listDomains, type TenantDomainView } from "./tenant-domains";

/** Of members and of projects. */
const shownMax = 50;

export interface TenantDetail {
  id: string;
  name: string;
  plan: Plan;
  buyerMode: string;
  sandboxEnvironment: EnvironmentStatus;
  productionEnvironment: EnvironmentStatus;
  createdAt: Date;
  use: QuotaUse[];
  /** Owners first, then admins, then members; each by name. The first 50. */
  members: { id: string; name: string; email: string; role: TenantRole; deactivated: boolean }[];
  hasMoreMembers: boolean;
  /** Newest first. The first 50. */
  projects: { id: string; name: string; slug: string; archived: boolean; apiKeys: number }[];
  hasMoreProjects: boolean;
  /** Verified or not, in the order of the alphabet. */
  domains: TenantDomainView[];
}

/** One tenant as an admin sees it: its plan and use, its people and projects. */
export async function getTenant(
  ctx: CoreContext,
  _admin: AdminActor,
  input: { id: string },
): Promise<Result<TenantDetail, "tenant_not_found">> {
  if (!isId(input.id)) return err("tenant_not_found");
  const tenant = await ctx.db.tenant.findUnique({
    where: { id: input.id },
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
  const { users, projects, ...row } = tenant;
  return ok({
    id: row.id,
    name: row.name,
    plan: row.plan,
    buyerMode: row.buyerMode,
    sandboxEnvironment: row.sandboxEnvironment,
    productionEnvironment: row.productionEnvironment,
    createdAt: row.createdAt,
    use: (await usedOf(ctx, row)).quotas,
    members: users.slice(0, shownMax).map(({ tenantRole, deactivatedAt, ...user }) => ({
      ...{ id: user.id, name: user.name, email: user.email },
      ...{ role: tenantRole, deactivated: deactivatedAt !== null },
    })),
    hasMoreMembers: users.length > shownMax,
    projects: projects.slice(0, shownMax).map(({ id, name, slug, archivedAt, _count }) => ({
      ...{ id, name, slug, archived: archivedAt !== null, apiKeys: _count.keys },
    })),
    hasMoreProjects: projects.length > shownMax,
    domains: await listDomains(ctx, row.id),
  });
}
