import type { RequestEventKind } from "@/lib/values/queue-view";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";

/** Adds to the timeline of an access request, in the transaction of what happened. */
export async function recordRequestEvent(
  ctx: CoreContext,
  tx: Transaction,
  accessRequestId: string,
  event: { id?: string; kind: RequestEventKind; actor?: UserActor | "command line"; text?: string },
): Promise<void> {
  await tx.accessRequestEvent.create({
    data: {
      ...(event.id === undefined ? {} : { id: event.id }),
      accessRequestId,
      at: ctx.clock.now(),
      kind: event.kind,
      actorLabel: typeof event.actor === "object" ? event.actor.user.name : (event.actor ?? ""),
      text: event.text ?? "",
    },
  });
}
