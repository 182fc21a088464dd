import type { Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { isId } from "@/lib/values/tokens";
import { expireApprovals } from "../access/expire-approvals";
import { type RequestEventKind, recordRequestEvent } from "../access/record-request-event";
import type { ReviewerActor } from "../actors";
import { type AuditAction, recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction, type Transaction } from "../database";
import { err, ok, type Result } from "../result";
import { type AccessRequestView, accessRequestInclude, statusValues, toAccessRequestView } from "./access-request-view";

export type ChangeRefusal = "not_found" | "request_already_decided" | "request_changed";

/** What is still open for a decision. */
export const undecided: AccessRequestStatus[] = ["PENDING", "NEEDS_INFO", "SNOOZED"];

interface Change {
  id: string;
  /** The version the admin saw; absent: whatever it is now. */
  version?: number | undefined;
  from: AccessRequestStatus[];
  data: Prisma.AccessRequestUncheckedUpdateManyInput;
  event: { kind: RequestEventKind; text?: string | undefined };
  action: AuditAction;
  /** The rest of the effect, in the same transaction. */
  effect?: (tx: Transaction, request: Prisma.AccessRequestGetPayload<object>) => Promise<void>;
}

/**
 * Changes a request's state by one conditional write: of any number of admins at once one gets through, the others
 * learn who was first. State, mail, timeline and audit entry are one transaction.
 */
export async function changeAccessRequest(
  ctx: CoreContext,
  admin: ReviewerActor,
  change: Change,
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  if (!isId(change.id)) return err("not_found");
  await expireApprovals(ctx);
  return inTransaction<AccessRequestView, ChangeRefusal>(ctx, async (tx) => {
    const changed = await tx.accessRequest.updateManyAndReturn({
      where: {
        id: change.id,
        status: { in: change.from },
        ...(change.version === undefined ? {} : { version: change.version }),
      },
      data: { ...change.data, version: { increment: 1 } },
    });
    const request = changed[0];
    if (!request) return refuse(tx, change);
    await change.effect?.(tx, request);
    await recordRequestEvent(ctx, tx, request.id, {
      kind: change.event.kind,
      actor: admin,
      ...(change.event.text ? { text: change.event.text } : {}),
    });
    await recordAuditEvent(ctx, tx, {
      action: change.action,
      actor: admin,
      target: { type: "access_request", id: request.id },
      details: { email: request.email },
    });
    const after = await tx.accessRequest.findUniqueOrThrow({
      where: { id: request.id },
      include: accessRequestInclude,
    });
    return ok(toAccessRequestView(after, ctx.clock.now()));
  });
}

async function refuse(tx: Transaction, change: Change): Promise<Result<never, ChangeRefusal>> {
  const request = await tx.accessRequest.findUnique({ where: { id: change.id }, include: { decidedBy: true } });
  if (!request) return err("not_found");
  if (change.from.includes(request.status)) return err("request_changed");
  if (undecided.includes(request.status)) return err("request_changed");
  return err("request_already_decided", {
    decided: {
      status: statusValues[request.status],
      by: request.decidedBy?.name ?? null,
      at: request.decidedAt,
    },
  });
}
