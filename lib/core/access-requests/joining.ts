import { z } from "zod";
import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { teamRoleSchema } from "@/lib/values/team";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "../tenants/lock-team";
import { roleIn } from "../tenants/membership";
import { requireRoomToJoin } from "../tenants/plan-limits";
import { mayManage, toTeamRole } from "../users/team-roles";
import { approversOf, reachableReviewers } from "./approvers";
import { mailApproval } from "./invitation";
import { lockRequest, recordRequestEvent, undecided, withoutFirstApproval } from "./request";

const joinRequest = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: teamRoleSchema,
    askedAt: jsonDate,
  })
  .meta({ id: "TeamJoinRequest" });
export type JoinRequest = z.input<typeof joinRequest>;

/** Oldest first, empty for members. */
export const listJoinRequests = act({
  access: "user",
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(joinRequest) }),
  errors: [],
  example: {
    output: {
      items: [
        {
          id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
          name: "Ann Lee",
          email: "ann@company.com",
          role: "member",
          askedAt: "2026-09-30T09:00:00.000Z",
        },
      ],
    },
  },
  async run(ctx, actor) {
    if (!mayManage(actor.user.tenantRole, "MEMBER")) return ok({ items: [] });
    const waiting = await ctx.db.accessRequest.findMany({
      where: askedOf(actor.tenant.id),
      select: { id: true, name: true, email: true, joinRole: true, joinAskedAt: true },
      orderBy: [{ joinAskedAt: "asc" }, { id: "asc" }],
    });
    const items = waiting.flatMap(({ id, name, email, joinRole, joinAskedAt }) =>
      joinAskedAt ? [{ id, name, email, role: toTeamRole(joinRole ?? "MEMBER"), askedAt: joinAskedAt }] : [],
    );
    return ok({ items });
  },
});

/** Only owners confirm owners. */
export const confirmJoin = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["owner_required", "join_request_not_found", "plan_limit_reached", "step_up_required"],
  example: { output: null },
  run: (ctx, actor, { id }) =>
    answer<"plan_limit_reached">(ctx, actor, id, async (tx, request) => {
      const room = await requireRoomToJoin(tx, actor.tenant.id);
      if (!room.ok) return room;
      const now = ctx.clock.now();
      const approved = await tx.accessRequest.update({
        where: { id },
        data: {
          status: "APPROVED",
          rejectionReason: null,
          undoUntil: null,
          undoTo: null,
          snoozedUntil: null,
          decidedAt: now,
          decidedById: request.joinAskedById,
          decidedByRuleId: null,
          joinConfirmedAt: now,
          joinAskedAt: null,
          joinAskedById: null,
          version: { increment: 1 },
        },
      });
      await mailApproval(ctx, tx, approved);
      await recordRequestEvent(ctx, tx, id, { kind: "join_confirmed", actor, text: actor.tenant.name });
      await recordAnswer(ctx, tx, actor, request, "access_request.join_confirmed");
      await recordAuditEvent(ctx, tx, {
        action: "access_request.approved",
        ...(request.joinAskedBy ? { actor: request.joinAskedBy } : {}),
        target: { type: "access_request", id },
        details: { joinTenantId: request.joinTenantId, joinRole: request.joinRole },
      });
      return ok(null);
    }),
});

/** Returns the request to the reviewers. */
export const declineJoin = act({
  access: "user",
  input: idOnlySchema,
  output: z.null(),
  errors: ["owner_required", "join_request_not_found"],
  example: { output: null },
  run: (ctx, actor, { id }) =>
    answer<never>(ctx, actor, id, async (tx, request) => {
      await tx.accessRequest.update({
        where: { id },
        data: { ...withoutFirstApproval, version: { increment: 1 } },
      });
      await recordRequestEvent(ctx, tx, id, { kind: "join_declined", actor, text: actor.tenant.name });
      await recordAnswer(ctx, tx, actor, request, "access_request.join_declined");
      return ok(null);
    }),
});

type Asked = AccessRequest & { joinAskedBy: { id: string; email: string; isAdmin: boolean } | null };

/** Hides other tenants' and answered requests. */
async function answer<Code extends "plan_limit_reached">(
  ctx: CoreContext,
  actor: UserActor,
  id: string,
  run: (tx: Transaction, request: Asked) => Promise<Result<null, Code>>,
): Promise<Result<null, Code | "owner_required" | "join_request_not_found">> {
  if (!mayManage(actor.user.tenantRole, "MEMBER")) return err("owner_required");
  const tenantId = actor.tenant.id;
  return inTransaction<null, Code | "owner_required" | "join_request_not_found">(ctx, async (tx) => {
    // Approvers may lose their role meanwhile.
    const givers = { firstApprovedById: true, joinAskedById: true } as const;
    const seen = await tx.accessRequest.findUnique({ where: { id }, select: givers });
    if (!seen) return err("join_request_not_found");
    await lockTeam(tx, [actor.user.id, ...approversOf(seen)], [tenantId]);
    await lockRequest(tx, id);
    const request = await tx.accessRequest.findFirst({
      where: { id, ...seen, ...askedOf(tenantId) },
      include: { joinAskedBy: { select: { id: true, email: true, isAdmin: true } } },
    });
    if (!request) return err("join_request_not_found");
    if (!mayManage(await roleIn(tx, tenantId, actor.user.id), request.joinRole ?? "MEMBER")) {
      return err("owner_required");
    }
    return run(tx, request);
  });
}

/** Ignores approvals by people who may no longer decide. */
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
