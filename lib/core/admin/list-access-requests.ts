import type { Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue, ListAccessRequestsInput } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import { expireApprovals } from "../access/expire-approvals";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import { type AccessRequestView, accessRequestInclude, statusValues, toAccessRequestView } from "./access-request-view";

export interface AccessRequestPage {
  items: AccessRequestView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
  counts: Record<AccessRequestStatusValue, number> & { all: number };
}

/**
 * A page of the queue. What waits for a decision comes oldest first, everything else newest first. `q` searches name,
 * address, organization and use case; `@domain` matches the address's domain. Counts ignore the search.
 */
export async function listAccessRequests(
  ctx: CoreContext,
  _admin: ReviewerActor,
  input: ListAccessRequestsInput,
): Promise<AccessRequestPage> {
  await expireApprovals(ctx);
  const status = statusOf(input.status);
  const direction = status === "PENDING" || status === "NEEDS_INFO" || status === "SNOOZED" ? "asc" : "desc";
  const where: Prisma.AccessRequestWhereInput = {
    AND: [visible(ctx), ...(status ? [{ status }] : []), matches(input.q), after(input.cursor, direction)],
  };
  const [rows, counts] = await Promise.all([
    ctx.db.accessRequest.findMany({
      where,
      include: accessRequestInclude,
      orderBy: [{ submittedAt: direction }, { id: direction }],
      take: input.limit + 1,
    }),
    countByStatus(ctx),
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const now = ctx.clock.now();
  return {
    items: page.map((row) => toAccessRequestView(row, now)),
    nextCursor: rows.length > input.limit && last ? `${last.submittedAt.toISOString()}_${last.id}` : null,
    counts,
  };
}

function statusOf(value: AccessRequestStatusValue | undefined): AccessRequestStatus | undefined {
  return (Object.keys(statusValues) as AccessRequestStatus[]).find((status) => statusValues[status] === value);
}

/** With CONFIRM_REQUESTS on, a request whose address was never proven does not reach the queue. */
function visible(ctx: CoreContext): Prisma.AccessRequestWhereInput {
  return ctx.config.confirmRequests
    ? { OR: [{ emailConfirmedAt: { not: null } }, { status: { not: "PENDING" } }] }
    : {};
}

function matches(q: string | undefined): Prisma.AccessRequestWhereInput {
  const typed = q?.trim().toLowerCase() ?? "";
  if (!typed) return {};
  const words = typed.split(/\s+/).map((word) => word.replace(/[\\%_]/g, "\\$&"));
  return {
    AND: words.map((word) => ({
      searchText: { contains: word },
      ...(word.startsWith("@") ? { email: { endsWith: word } } : {}),
    })),
  };
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
function after(cursor: string | undefined, direction: "asc" | "desc"): Prisma.AccessRequestWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const submittedAt = new Date(at);
  if (Number.isNaN(submittedAt.getTime()) || !isId(id)) return {};
  return direction === "asc"
    ? { OR: [{ submittedAt: { gt: submittedAt } }, { submittedAt, id: { gt: id } }] }
    : { OR: [{ submittedAt: { lt: submittedAt } }, { submittedAt, id: { lt: id } }] };
}

async function countByStatus(ctx: CoreContext): Promise<AccessRequestPage["counts"]> {
  const groups = await ctx.db.accessRequest.groupBy({ by: ["status"], where: visible(ctx), _count: true });
  const counts = { pending: 0, needs_info: 0, snoozed: 0, approved: 0, rejected: 0, registered: 0, expired: 0, all: 0 };
  for (const group of groups) {
    counts[statusValues[group.status]] = group._count;
    counts.all += group._count;
  }
  return counts;
}
