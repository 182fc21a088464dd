import type { ExportAuditInput } from "@/lib/values/audit";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";
import { type AuditView, toAuditView } from "./audit-view";
import { readAuditEvents } from "./list-audit-events";
import { recordAuditEvent } from "./record-audit-event";

/** The log as a filter shows it, newest first, in batches. That it was taken away is an event of its own. */
export async function* exportAuditEvents(
  ctx: CoreContext,
  admin: AdminActor,
  input: ExportAuditInput,
): AsyncGenerator<AuditView[]> {
  const { format, from, to, ...texts } = input;
  const given = { ...texts, from: from?.toISOString(), to: to?.toISOString() };
  const filter = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: admin, details: { format, filter } });
  for await (const rows of readAuditEvents(ctx, input)) yield rows.map(toAuditView);
}
