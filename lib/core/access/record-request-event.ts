import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";

export type RequestEventKind =
  | "submitted"
  | "submitted_again"
  | "confirmed"
  | "approved"
  | "approved_by_rule"
  | "held_by_rule"
  | "rejected_by_rule"
  | "rejected"
  | "reopened"
  | "note"
  | "approval_resent"
  | "approval_revoked"
  | "registered";

/** Adds to the timeline of an access request, in the transaction of what happened. */
export async function recordRequestEvent(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  event: { kind: RequestEventKind; actor?: UserActor; text?: string },
): Promise<void> {
  await tx.accessRequestEvent.create({
    data: {
      accessRequestId,
      at: ctx.clock.now(),
      kind: event.kind,
      actorLabel: event.actor ? event.actor.user.name : "",
      text: event.text ?? "",
    },
  });
}
