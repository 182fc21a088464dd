import { iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { toAuditView } from "./audit-view";
import { readAuditEvents } from "./list-audit-events";
import { recordAuditEvent } from "./record-audit-event";

/** The audit log, newest first. That it was taken away is an event of its own. */
export async function* readAuditRows(ctx: CoreContext, format: "csv" | "json") {
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: "command line", details: { format } });
  for await (const rows of readAuditEvents(ctx, {})) {
    yield rows.map(toAuditView).map((event) => ({
      ...{ id: event.id, at: iso(event.at), actor: event.actor.label, actorType: event.actor.type },
      ...{ action: event.action, target: event.target?.type ?? "", targetId: event.target?.id ?? "" },
      ...{ ip: event.ip, userAgent: event.userAgent, requestId: event.requestId },
      ...{ details: JSON.stringify(event.details), sequence: event.sequence ?? "", hash: event.hash ?? "" },
    }));
  }
}
