import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { TeamRole } from "@/lib/values/team-roles";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "../tenants/lock-team";
import { roleIn } from "../tenants/membership";
import { requireRoomToJoin } from "../tenants/plan-limits";
import { mayManage, toTeamRole } from "../users/team-roles";
import { undecided } from "./change-access-request";
import { withoutFirstApproval } from "./decision";
import { mailApproval } from "./issue-approval";
import { lockRequest } from "./lock-request";
import { recordRequestEvent } from "./record-request-event";
import { giversOf } from "./standing-approval";
import { reachableReviewers } from "./tell-reviewers";

export interface TeamJoinRequest {
  id: string;
  name: string;
  email: string;
  /** What they are to be here. */
  role: TeamRole;
  askedAt: Date;
}

/**
 * People whom a reviewer approved for the actor's organization and who wait for its confirmation, oldest first. Members
 * see none.
 */
export async function listJoinRequests(ctx: CoreContext, actor: UserActor): Promise<TeamJoinRequest[]> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return [];
  const waiting = await ctx.db.accessRequest.findMany({
    where: askedOf(actor.tenant.id),
    select: { id: true, name: true, email: true, joinRole: true, joinAskedAt: true },
    orderBy: [{ joinAskedAt: "asc" }, { id: "asc" }],
  });
  return waiting.flatMap(({ id, name, email, joinRole, joinAskedAt }) =>
    joinAskedAt ? [{ id, name, email, role: toTeamRole(joinRole ?? "MEMBER"), askedAt: joinAskedAt }] : [],
  );
}

type Refusal = "owner_required" | "join_request_not_found";
type ConfirmRefusal = Refusal | "plan_limit_reached" | "step_up_required";

/**
 * Lets a person whom a reviewer has approved into the actor's organization: only now are they mailed their sign-up
 * link. For its owners, and for its admins unless the person is to be an owner. Needs a recent proof.
 */
export async function confirmJoin(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, ConfirmRefusal>> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return answer<ConfirmRefusal>(ctx, actor, input.id, async (tx, request) => {
    const room = await requireRoomToJoin(tx, actor.tenant.id);
    if (!room.ok) return room;
    const now = ctx.clock.now();
    const approved = await tx.accessRequest.update({
      where: { id: request.id },
      data: {
        ...{ status: "APPROVED", rejectionReason: null, undoUntil: null, undoTo: null, snoozedUntil: null },
        ...{ decidedAt: now, decidedById: request.joinAskedById, decidedByRuleId: null },
        ...{ joinConfirmedAt: now, joinAskedAt: null, joinAskedById: null, version: { increment: 1 } },
      },
    });
    await mailApproval(ctx, tx, approved);
    await recordRequestEvent(ctx, tx, request.id, {
      ...{ kind: "join_confirmed", actor, text: actor.tenant.name },
    });
    await recordAnswer(ctx, tx, actor, request, "access_request.join_confirmed");
    await recordAuditEvent(ctx, tx, {
      action: "access_request.approved",
      ...(request.joinAskedBy ? { actor: request.joinAskedBy } : {}),
      target: { type: "access_request", id: request.id },
      details: { joinTenantId: request.joinTenantId, joinRole: request.joinRole },
    });
    return ok();
  });
}

/** Keeps the person out of the actor's organization: the request waits for another decision, and its history says why. */
export async function declineJoin(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, Refusal>> {
  return answer<Refusal>(ctx, actor, input.id, async (tx, request) => {
    await tx.accessRequest.update({
      where: { id: request.id },
      data: { ...withoutFirstApproval, version: { increment: 1 } },
    });
    await recordRequestEvent(ctx, tx, request.id, {
      ...{ kind: "join_declined", actor, text: actor.tenant.name },
    });
    await recordAnswer(ctx, tx, actor, request, "access_request.join_declined");
    return ok();
  });
}

type Asked = AccessRequest & { joinAskedBy: { id: string; email: string; isAdmin: boolean } | null };

/** The actor, the tenant and the request are held. Another tenant's, or one that is answered, is answered like an unknown one. */
async function answer<Code extends ConfirmRefusal>(
  ctx: CoreContext,
  actor: UserActor,
  id: string,
  act: (tx: Transaction, request: Asked) => Promise<Result<undefined, Code>>,
): Promise<Result<undefined, Code | Refusal>> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  if (!isId(id)) return err("join_request_not_found");
  const tenantId = actor.tenant.id;
  return inTransaction<undefined, Code | Refusal>(ctx, async (tx) => {
    // Whoever approved is held, too: they may have lost their role since the organization was asked.
    const givers = { firstApprovedById: true, joinAskedById: true } as const;
    const seen = await tx.accessRequest.findUnique({ where: { id }, select: givers });
    if (!seen) return err("join_request_not_found");
    await lockTeam(tx, [actor.user.id, ...giversOf(seen)], [tenantId]);
    await lockRequest(tx, id);
    const request = await tx.accessRequest.findFirst({
      where: { id, ...seen, ...askedOf(tenantId) },
      include: { joinAskedBy: { select: { id: true, email: true, isAdmin: true } } },
    });
    if (!request) return err("join_request_not_found");
    if (!mayManage(await roleIn(tx, tenantId, actor.user.id), request.joinRole ?? "MEMBER")) {
      return err("owner_required");
    }
    return act(tx, request);
  });
}

/** Requests that a tenant's owners and admins have to answer. An approval ends with the role of whoever gave it. */
function askedOf(tenantId: string) {
  return {
    joinTenantId: tenantId,
    joinAskedAt: { not: null },
    status: { in: undecided },
    joinAskedBy: reachableReviewers,
    OR: [{ firstApprovedById: null }, { firstApprovedBy: reachableReviewers }],
  } satisfies Prisma.AccessRequestWhereInput;
}

function recordAnswer(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  { id, joinRole }: AccessRequest,
  action: "access_request.join_confirmed" | "access_request.join_declined",
): Promise<void> {
  return recordAuditEvent(ctx, tx, {
    action,
    actor,
    target: { type: "access_request", id },
    details: { tenantId: actor.tenant.id, role: toTeamRole(joinRole ?? "MEMBER") },
  });
}
