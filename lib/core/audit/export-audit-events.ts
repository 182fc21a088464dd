import type { ExportAuditInput } from "@/lib/values/audit";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { type AuditView, toAuditView } from "./audit-view";
import { readAuditEvents } from "./list-audit-events";
import { recordAuditEvent } from "./record-audit-event";

/** What somebody typed may be a person's name or address, and the log is for good: it says that it was given. */
const typed = new Set(["person", "target", "ip"]);

/**
 * The log as a filter shows it, newest first, in batches. That it was taken away is an event of its own. Needs a recent
 * proof.
 */
export function exportAuditEvents(
  ctx: CoreContext,
  admin: AdminActor,
  input: ExportAuditInput,
): Result<AsyncGenerator<AuditView[]>, "step_up_required"> {
  const recent = requireRecentProof(ctx, admin);
  return recent.ok ? ok(readExport(ctx, admin, input)) : recent;
}

async function* readExport(ctx: CoreContext, admin: AdminActor, input: ExportAuditInput): AsyncGenerator<AuditView[]> {
  const { format, from, to, ...texts } = input;
  const given = { ...texts, from: from?.toISOString(), to: to?.toISOString() };
  const filter = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, typed.has(name) ? "…" : value]] : [])),
  );
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: admin, details: { format, filter } });
  for await (const rows of readAuditEvents(ctx, input)) yield rows.map(toAuditView);
}
