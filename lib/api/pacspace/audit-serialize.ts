import type { z } from "@hono/zod-openapi";
import type { AuditView } from "@/lib/core/audit/audit-view";
import type { ChainStatus } from "@/lib/core/audit/get-chain-status";
import type { AuditPage } from "@/lib/core/audit/list-audit-events";
import type { auditEventsSchema, auditPageSchema } from "./schemas-audit";

export function toAuditEvent({ at, ...event }: AuditView): z.input<typeof auditEventsSchema>[number] {
  const { id, actor, action, target, subjectId, ip, userAgent, requestId, details, sequence, hash } = event;
  return {
    ...{ id, actor, action, target, subjectId, ip, userAgent, requestId, details, sequence, hash },
    at: at.toISOString(),
  };
}

export function toAuditPage(page: AuditPage, chain: ChainStatus): z.input<typeof auditPageSchema> {
  return {
    items: page.items.map((item) => ({
      ...toAuditEvent(item),
      targetName: item.targetName,
      subjectEmail: item.subjectEmail,
    })),
    nextCursor: page.nextCursor,
    chain: {
      sealedUntil: chain.sealedUntil?.toISOString() ?? null,
      sealedTo: chain.sealedTo,
      verifiedAt: chain.verifiedAt?.toISOString() ?? null,
    },
  };
}

export const auditColumns = [
  ...(["at", "actorType", "actor", "actorId", "action", "targetType", "targetId", "subjectId"] as const),
  ...(["ip", "userAgent", "requestId", "details", "id", "sequence", "hash"] as const),
];

/** One line of the table that a spreadsheet opens. */
export function toAuditRow(event: AuditView): Record<(typeof auditColumns)[number], string> {
  return {
    at: event.at.toISOString(),
    actorType: event.actor.type,
    actor: event.actor.label,
    actorId: event.actor.id ?? "",
    action: event.action,
    targetType: event.target?.type ?? "",
    targetId: event.target?.id ?? "",
    subjectId: event.subjectId ?? "",
    ip: event.ip,
    userAgent: event.userAgent,
    requestId: event.requestId,
    details: JSON.stringify(event.details),
    id: event.id,
    sequence: event.sequence ?? "",
    hash: event.hash ?? "",
  };
}
