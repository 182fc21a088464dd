import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestView, RequestEventKind } from "@/lib/values/queue-view";
import { isId } from "@/lib/values/tokens";
import type { AuditAction } from "../audit/actions";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { ErrorCode } from "../kernel/errors";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "../tenants/lock-team";
import { readAccessRequestView, statusValues } from "./access-request-view";
import { holdReviewer } from "./hold-reviewer";
import { lockRequest } from "./lock-request";
import { recordRequestEvent } from "./record-request-event";
import { settleDueRequests } from "./settle-due-requests";

export type ChangeRefusal = "not_found" | "request_already_decided" | "request_changed" | "admin_required";

/** What is still open for a decision. */
export const undecided: AccessRequestStatus[] = ["PENDING", "NEEDS_INFO", "SNOOZED"];

interface Target {
  id: string;
  /** The version the reviewer saw; absent: whatever it is now. */
  version?: number | undefined;
  from: AccessRequestStatus[];
  /**
   * Whom the change will name besides the reviewer, and the tenant that it will. The change rests on earlier approvals, so
   * it is refused where one was given since they were held.
   */
  names?: { userId?: string | null | undefined; tenantId?: string | undefined };
}

export interface Change {
  data: Prisma.AccessRequestUncheckedUpdateInput;
  /** One line of the timeline, or several. */
  events: { kind: RequestEventKind; text?: string | undefined }[];
  action: AuditAction;
  /** For the audit log: nothing of the applicant's, so that what is kept of them can be erased. */
  details?: Prisma.InputJsonObject;
  /** The rest of the effect, in the same transaction. */
  effect?: (request: AccessRequest) => Promise<unknown>;
}

/**
 * Changes a request while its row is held: of any number of reviewers at once one gets through, the others learn who
 * was first. State, mail, timeline and audit entry are one transaction. The reviewer's role is read anew and stays what it
 * is until the end. `decide` sees the row as it is, and may refuse.
 */
export async function changeAccessRequest<Code extends ErrorCode = never>(
  ctx: CoreContext,
  reviewer: ReviewerActor | "command line",
  target: Target,
  decide: (tx: Transaction, request: AccessRequest) => Promise<Result<Change, Code>>,
): Promise<Result<AccessRequestView, ChangeRefusal | Code>> {
  if (!isId(target.id)) return err("not_found");
  await settleDueRequests(ctx);
  return inTransaction<AccessRequestView, ChangeRefusal | Code>(ctx, async (tx) => {
    const held = await holdNamed(tx, reviewer, target);
    if (!held.ok) return held;
    await lockRequest(tx, target.id);
    const request = await tx.accessRequest.findUnique({ where: { id: target.id } });
    if (!request) return err("not_found");
    const isSeen = target.version === undefined || target.version === request.version;
    if (!isSeen || !target.from.includes(request.status)) return refuse(tx, target, request);
    if (target.names && !restsOn(held.value, request)) return refuse(tx, target, request);
    const change = await decide(tx, request);
    if (!change.ok) return change;
    await apply(ctx, tx, reviewer, request.id, change.value);
    return ok(await readAccessRequestView(ctx, tx, request.id));
  });
}

/** Ids of people and of a tenant. */
type Held = Set<string | null | undefined>;

/**
 * Holds the reviewer, whoever gave an approval that waits and whom the change will name, then the tenant: nobody loses a
 * role or goes meanwhile. Answers whom; `admin_required` where the reviewer has lost their role.
 */
async function holdNamed(
  tx: Transaction,
  reviewer: ReviewerActor | "command line",
  { id, names = {} }: Target,
): Promise<Result<Held, "admin_required">> {
  const seen = await tx.accessRequest.findUnique({
    where: { id },
    select: { firstApprovedById: true, joinAskedById: true, joinTenantId: true },
  });
  const others = [seen?.firstApprovedById, seen?.joinAskedById, names.userId];
  const held = reviewer === "command line" ? ok() : await holdReviewer(tx, reviewer, others);
  if (!held.ok) return held;
  const tenantId = names.tenantId ?? seen?.joinTenantId;
  if (tenantId) await lockTeam(tx, [], [tenantId]);
  const ids = [reviewer === "command line" ? null : reviewer.user.id, seen?.firstApprovedById, seen?.joinAskedById];
  return ok(new Set([...ids, seen?.joinTenantId]));
}

/** What was named may be gone since; what is named now must have been held. */
function restsOn(held: Held, { firstApprovedById, joinAskedById, joinTenantId }: AccessRequest): boolean {
  return [firstApprovedById, joinAskedById, joinTenantId].every((id) => id === null || held.has(id));
}

async function apply(
  ctx: CoreContext,
  tx: Transaction,
  reviewer: ReviewerActor | "command line",
  id: string,
  { action, data, details, effect, events }: Change,
): Promise<void> {
  const changed = await tx.accessRequest.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
  for (const { kind, text } of events) {
    await recordRequestEvent(ctx, tx, id, { kind, actor: reviewer, ...(text ? { text } : {}) });
  }
  await effect?.(changed);
  await recordAuditEvent(ctx, tx, {
    action,
    actor: reviewer,
    target: { type: "access_request", id },
    ...(details ? { details } : {}),
  });
}

async function refuse(
  tx: Transaction,
  target: Target,
  request: AccessRequest,
): Promise<Result<never, "request_already_decided" | "request_changed">> {
  const isStateWanted = target.from.includes(request.status);
  if (isStateWanted || undecided.includes(request.status)) {
    const last = await tx.accessRequestEvent.findFirst({
      where: { accessRequestId: request.id, kind: { notIn: ["viewed", "opened"] } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
    });
    return err("request_changed", last ? { changed: { kind: last.kind, by: last.actorLabel, at: last.at } } : {});
  }
  const decider = request.decidedById
    ? await tx.user.findUnique({ where: { id: request.decidedById }, select: { name: true } })
    : null;
  return err("request_already_decided", {
    decided: { status: statusValues[request.status], by: decider?.name ?? null, at: request.decidedAt },
  });
}
