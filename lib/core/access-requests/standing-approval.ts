import type { AccessRequest } from "@/generated/prisma/client";
import type { Database, Transaction } from "../kernel/database";
import { withoutFirstApproval } from "./decision";
import { reachableReviewers } from "./tell-reviewers";

type Given = Pick<AccessRequest, "firstApprovedById" | "joinAskedById">;
type Approvable = Given & Pick<AccessRequest, "status" | "approvalNote" | "joinTenantId" | "joinAskedAt">;

export function isUndecided({ status }: Pick<AccessRequest, "status">): boolean {
  return status === "PENDING" || status === "NEEDS_INFO" || status === "SNOOZED";
}

/** Whose approval waits for a second one, or for an organization. */
export function giversOf({ firstApprovedById, joinAskedById }: Given): string[] {
  return [firstApprovedById, joinAskedById].filter((id) => id !== null);
}

/** Of everyone whose approval waits in these requests, those who may still decide. */
export async function entitledAmong(db: Database | Transaction, requests: Given[]): Promise<Set<string>> {
  const ids = [...new Set(requests.flatMap(giversOf))];
  if (ids.length === 0) return new Set();
  const found = await db.user.findMany({ where: { id: { in: ids }, ...reachableReviewers }, select: { id: true } });
  return new Set(found.map(({ id }) => id));
}

/**
 * A request as it counts: an approval that waits goes, with its note and the organization that it chose, once somebody who
 * gave it may no longer decide or is gone.
 */
export function withoutStaleApproval<Request extends Approvable>(request: Request, entitled: Set<string>): Request {
  if (!isUndecided(request)) return request;
  const { approvalNote, joinAskedAt, joinAskedById, joinTenantId } = request;
  const givers = giversOf(request);
  const isAskerGone = joinAskedAt !== null && joinAskedById === null;
  const isLeftOver = givers.length === 0 && (approvalNote !== null || joinTenantId !== null);
  const stands = givers.every((id) => entitled.has(id)) && !isAskerGone && !isLeftOver;
  return stands ? request : { ...request, ...withoutFirstApproval };
}
