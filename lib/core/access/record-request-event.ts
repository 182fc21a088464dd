import type { RequestEventKind } from "@/lib/values/queue-view";
import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";

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
