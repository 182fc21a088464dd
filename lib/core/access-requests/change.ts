import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { plainActSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import type { AuditAction } from "../audit/actions";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { ErrorCode } from "../kernel/errors";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { lockTeam } from "../tenants/lock-team";
import { lockReviewer } from "./approvers";
import { lockRequest, type RequestEventKind, recordRequestEvent, undecided } from "./request";
import { settleDueRequests } from "./settle";
import { type RequestData, readAccessRequest, statusValues } from "./view";

export const changeErrors = ["not_found", "request_already_decided", "request_changed", "admin_required"] as const;
type ChangeError = (typeof changeErrors)[number];

export const seenRequest = plainActSchema.extend({ id: idSchema });

interface Target {
  id: string;
  /** Any version if absent. */
  version?: number | undefined;
  from: AccessRequestStatus[];
  /** Fails if an approval was given after these were locked. */
  names?: { userId?: string | null | undefined; tenantId?: string | undefined };
}

export interface Change {
  data: Prisma.AccessRequestUncheckedUpdateInput;
  events: { kind: RequestEventKind; text?: string | undefined }[];
  action: AuditAction;
  /** Must omit personal data of the applicant, which must stay erasable. */
  details?: Prisma.InputJsonObject;
  /** Runs in the same transaction. */
  effect?: (request: AccessRequest) => Promise<unknown>;
}

/** Uses one transaction under a row lock. */
export async function changeAccessRequest<Code extends ErrorCode = never>(
  ctx: CoreContext,
  reviewer: ReviewerActor | "command line",
  target: Target,
  decide: (tx: Transaction, request: AccessRequest) => Promise<Result<Change, Code>>,
): Promise<Result<RequestData, ChangeError | Code>> {
  await settleDueRequests(ctx);
  return inTransaction<RequestData, ChangeError | Code>(ctx, async (tx) => {
    const locked = await lockReferences(tx, reviewer, target);
    if (!locked.ok) return locked;
    await lockRequest(tx, target.id);
    const request = await tx.accessRequest.findUnique({ where: { id: target.id } });
    if (!request) return err("not_found");
    const isSeen = target.version === undefined || target.version === request.version;
    if (!isSeen || !target.from.includes(request.status)) return conflict(tx, target, request);
    if (target.names && !referencesOnly(locked.value, request)) return conflict(tx, target, request);
    const change = await decide(tx, request);
    if (!change.ok) return change;
    await apply(ctx, tx, reviewer, request.id, change.value);
    return ok(await readAccessRequest(ctx, tx, request.id));
  });
}

type Locked = Set<string | null | undefined>;

/** Locks users before the tenant. */
async function lockReferences(
  tx: Transaction,
  reviewer: ReviewerActor | "command line",
  { id, names = {} }: Target,
): Promise<Result<Locked, "admin_required">> {
  const seen = await tx.accessRequest.findUnique({
    where: { id },
    select: { firstApprovedById: true, joinAskedById: true, joinTenantId: true },
  });
  const others = [seen?.firstApprovedById, seen?.joinAskedById, names.userId];
  const locked = reviewer === "command line" ? ok() : await lockReviewer(tx, reviewer, others);
  if (!locked.ok) return locked;
  const tenantId = names.tenantId ?? seen?.joinTenantId;
  if (tenantId) await lockTeam(tx, [], [tenantId]);
  const ids = [reviewer === "command line" ? null : reviewer.user.id, seen?.firstApprovedById, seen?.joinAskedById];
  return ok(new Set([...ids, seen?.joinTenantId]));
}

function referencesOnly(locked: Locked, { firstApprovedById, joinAskedById, joinTenantId }: AccessRequest): boolean {
  return [firstApprovedById, joinAskedById, joinTenantId].every((id) => id === null || locked.has(id));
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

async function conflict(
  tx: Transaction,
  target: Target,
  request: AccessRequest,
): Promise<Result<never, "request_already_decided" | "request_changed">> {
  if (target.from.includes(request.status) || undecided.includes(request.status)) {
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

export function decidedBy(ctx: CoreContext, reviewer: ReviewerActor) {
  return { decidedAt: ctx.clock.now(), decidedById: reviewer.user.id, decidedByRuleId: null };
}

/** The decision's email waits as long. */
export async function undoWindow(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  isUndoable: boolean | undefined,
): Promise<Pick<AccessRequest, "undoUntil" | "undoTo">> {
  const { undoSeconds } = await getSettings(ctx, tx);
  if (!isUndoable || undoSeconds === 0) return { undoUntil: null, undoTo: null };
  return { undoUntil: secondsAfter(ctx.clock.now(), undoSeconds), undoTo: request.status };
}
