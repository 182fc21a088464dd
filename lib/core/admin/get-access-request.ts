import { domainOf, freeMailDomains } from "@/lib/values/domains";
import { isId } from "@/lib/values/tokens";
import { expireApprovals } from "../access/expire-approvals";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import { err, ok, type Result } from "../result";
import { type AccessRequestView, accessRequestInclude, statusValues, toAccessRequestView } from "./access-request-view";

const relatedMax = 10;

export interface AccessRequestDetail extends AccessRequestView {
  ip: string;
  userAgent: string;
  /** Oldest first. */
  events: { at: Date; kind: string; actorLabel: string; text: string }[];
  related: {
    id: string;
    name: string;
    email: string;
    status: AccessRequestView["status"];
    submittedAt: Date;
    why: "domain" | "organization";
  }[];
  /** A tenant that somebody with an address of this domain belongs to, free-mail domains excepted. */
  existingTenant: { id: string; name: string; members: number } | null;
}

/** Everything about one request: its words, its history and what is known around it. */
export async function getAccessRequest(
  ctx: CoreContext,
  _admin: ReviewerActor,
  input: { id: string },
): Promise<Result<AccessRequestDetail, "not_found">> {
  if (!isId(input.id)) return err("not_found");
  await expireApprovals(ctx);
  const row = await ctx.db.accessRequest.findUnique({
    where: { id: input.id },
    include: { ...accessRequestInclude, events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
  if (!row) return err("not_found");
  const domain = row.email.slice(row.email.indexOf("@"));
  const isShared = freeMailDomains.has(domainOf(row.email));
  const [related, colleague] = await Promise.all([
    findRelated(ctx, row, isShared ? null : domain),
    isShared
      ? null
      : ctx.db.user.findFirst({
          where: { email: { endsWith: domain }, NOT: { email: row.email } },
          select: { tenant: { select: { id: true, name: true, _count: { select: { users: true } } } } },
        }),
  ]);
  return ok({
    ...toAccessRequestView(row, ctx.clock.now()),
    ip: row.ip,
    userAgent: row.userAgent,
    events: row.events.map(({ at, kind, actorLabel, text }) => ({ at, kind, actorLabel, text })),
    related,
    existingTenant: colleague
      ? { id: colleague.tenant.id, name: colleague.tenant.name, members: colleague.tenant._count.users }
      : null,
  });
}

async function findRelated(
  ctx: CoreContext,
  row: { id: string; organization: string },
  domain: string | null,
): Promise<AccessRequestDetail["related"]> {
  const sameOrganization = { organization: { equals: row.organization, mode: "insensitive" as const } };
  const found = await ctx.db.accessRequest.findMany({
    where: {
      id: { not: row.id },
      OR: [
        { ...sameOrganization, searchText: { contains: row.organization.toLowerCase().replace(/[\\%_]/g, "\\$&") } },
        ...(domain ? [{ email: { endsWith: domain }, searchText: { contains: domain } }] : []),
      ],
    },
    orderBy: { submittedAt: "desc" },
    take: relatedMax,
    select: { id: true, name: true, email: true, status: true, submittedAt: true },
  });
  return found.map((request) => ({
    ...request,
    status: statusValues[request.status],
    why: domain && request.email.endsWith(domain) ? "domain" : "organization",
  }));
}
