import type { AssignAccessRequestInput } from "@/lib/values/queue";
import type { AccessRequestView, Reviewer } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { anyStatus } from "./add-request-note";
import { type ChangeRefusal, changeAccessRequest } from "./change-access-request";

const mayDecide = { deactivatedAt: null, OR: [{ isAdmin: true }, { isReviewer: true }] };
const reviewersMax = 200;

/** Everybody who may decide on requests, by name. */
export async function listReviewers(ctx: CoreContext, _reviewer: ReviewerActor): Promise<Reviewer[]> {
  return ctx.db.user.findMany({
    where: mayDecide,
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: reviewersMax,
    select: { id: true, name: true, email: true },
  });
}

/** Gives a request to somebody who may decide on it, or to nobody in particular. */
export function assignRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { assigneeId, id }: AssignAccessRequestInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal | "validation_failed">> {
  const target = { id, from: anyStatus, names: { userId: assigneeId } };
  return changeAccessRequest<"validation_failed">(ctx, reviewer, target, async (tx) => {
    const data = { assigneeId };
    const action = "access_request.assigned" as const;
    if (assigneeId === null) return ok({ data, events: [{ kind: "unassigned" }], action, details: { to: null } });
    const assignee = await tx.user.findFirst({ where: { id: assigneeId, ...mayDecide }, select: { name: true } });
    if (!assignee) return err("validation_failed", { fieldErrors: { assigneeId: ["reviewer"] } });
    return ok({ data, events: [{ kind: "assigned", text: assignee.name }], action, details: { to: assigneeId } });
  });
}
