import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { RelatedRequest, TenantToJoin } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { literalText } from "../kernel/literal-text";
import { verifiedDomain } from "../tenants/verified-domain";
import { mayManage } from "../users/team-roles";
import { statusValues } from "./access-request-view";

const relatedMax = 10;
const sameIpMax = 5;
const tenantsMax = 5;

type Around = Pick<
  AccessRequest,
  "id" | "email" | "emailDomain" | "domainKind" | "organization" | "ip" | "duplicateOfId"
>;

/**
 * Other requests of the same (corporate) domain or organization, and duplicates; then some from the same client
 * address. Newest first.
 */
export async function findRelated(ctx: CoreContext, row: Around): Promise<RelatedRequest[]> {
  const isOwnDomain = row.domainKind === "CORPORATE" && row.emailDomain !== "";
  const kin: Prisma.AccessRequestWhereInput = {
    OR: [
      sameOrganization(row.organization),
      ...(isOwnDomain ? [{ emailDomain: row.emailDomain }] : []),
      { duplicateOfId: row.id },
      ...(row.duplicateOfId ? [{ id: row.duplicateOfId }] : []),
    ],
  };
  const others = { id: { not: row.id } };
  const newestFirst = { orderBy: { submittedAt: "desc" } } as const;
  const [kindred, sameIp] = await Promise.all([
    ctx.db.accessRequest.findMany({ where: { ...others, ...kin }, ...newestFirst, take: relatedMax }),
    row.ip === ""
      ? []
      : ctx.db.accessRequest.findMany({
          where: { ...others, ip: row.ip },
          ...newestFirst,
          take: relatedMax + sameIpMax,
        }),
  ]);
  const neighbours = sameIp.filter(({ id }) => kindred.every((request) => request.id !== id)).slice(0, sameIpMax);
  return [...kindred, ...neighbours].map((request) => ({
    id: request.id,
    name: request.name,
    email: request.email,
    organization: request.organization,
    status: statusValues[request.status],
    submittedAt: request.submittedAt,
    why: whyRelated(row, request, isOwnDomain),
  }));
}

/** The text condition says nothing new: it is what the search's index can start from. */
function sameOrganization(organization: string): Prisma.AccessRequestWhereInput {
  const contains = literalText(organization.toLowerCase());
  return { organization: { equals: organization, mode: "insensitive" }, searchText: { contains } };
}

function whyRelated(row: Around, other: Around, isOwnDomain: boolean): RelatedRequest["why"] {
  if (other.duplicateOfId === row.id || row.duplicateOfId === other.id) return "duplicate";
  if (isOwnDomain && other.emailDomain === row.emailDomain) return "domain";
  return other.organization.toLowerCase() === row.organization.toLowerCase() ? "organization" : "ip";
}

/** Tenants that have verified the domain of the address: one at most. The address itself need not be proven. */
export async function findTenantsOfDomain(
  ctx: CoreContext,
  row: Around,
  reviewer: ReviewerActor,
): Promise<TenantToJoin[]> {
  const tenants = await ctx.db.tenant.findMany({
    where: { domains: { some: verifiedDomain(ctx, row.emailDomain) } },
    orderBy: { createdAt: "asc" },
    take: tenantsMax,
    select: { id: true, name: true, _count: { select: { users: true } } },
  });
  const { isAdmin, tenantRole } = reviewer.user;
  return tenants.map(({ id, name, _count }) => ({
    ...{ id, name, members: _count.users },
    joinRoles:
      isAdmin || mayManage(id === reviewer.tenant.id ? tenantRole : null, "ADMIN") ? ["member", "admin"] : ["member"],
  }));
}
