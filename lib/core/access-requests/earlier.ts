import type { AccessRequest, AccessRequestEvent } from "@/generated/prisma/client";
import type { AccessRequestDetail } from "@/lib/values/queue-view";

type Earlier = AccessRequestDetail["earlier"];

const decisionOf = new Map<string, Earlier[number]["decision"]>([
  ["approved", "approved"],
  ["approved_by_rule", "approved"],
  ["rejected", "rejected"],
  ["rejected_by_rule", "rejected"],
]);

/** Decisions that no longer stand: a rejection before a new try, an approval that was withdrawn. Undone ones never did. */
export function findEarlier(request: Pick<AccessRequest, "decidedAt">, events: AccessRequestEvent[]): Earlier {
  const decisions: Earlier = [];
  for (const { at, kind, actorLabel, text } of events) {
    if (kind === "undone") decisions.pop();
    const decision = decisionOf.get(kind);
    if (decision) decisions.push({ at, decision, by: actorLabel, text });
  }
  if (request.decidedAt) decisions.pop();
  return decisions.reverse();
}
