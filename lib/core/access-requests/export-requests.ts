import type { QueueFilterInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { toAccessRequestViews } from "./access-request-view";
import { queueWhere } from "./queue-filter";
import { afterCursor, cursorOf, queueOrder, sortOf } from "./queue-order";
import { accessRequestInclude } from "./request-row";
import { settleDueRequests } from "./settle-due-requests";

const batch = 200;

/**
 * The requests of a filter, in its order and in batches, for a file. That they were taken away is an event of its own,
 * with the names of the filters: what was searched for may be an address. Needs a recent proof.
 */
export function exportAccessRequests(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: QueueFilterInput,
): Result<AsyncGenerator<AccessRequestView[]>, "step_up_required"> {
  const recent = requireRecentProof(ctx, reviewer);
  return recent.ok ? ok(readExport(ctx, reviewer, input)) : recent;
}

async function* readExport(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: QueueFilterInput,
): AsyncGenerator<AccessRequestView[]> {
  await settleDueRequests(ctx);
  const filters = Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  await recordAuditEvent(ctx, ctx.db, { action: "access_request.exported", actor: reviewer, details: { filters } });
  const settings = await getSettings(ctx);
  const sort = sortOf(input);
  let cursor: string | undefined;
  for (;;) {
    const rows = await ctx.db.accessRequest.findMany({
      where: { AND: [queueWhere(ctx, reviewer.user.id, input), afterCursor(sort, cursor)] },
      include: accessRequestInclude,
      orderBy: queueOrder(sort),
      take: batch,
    });
    if (rows.length > 0) yield await toAccessRequestViews(ctx, ctx.db, rows, settings);
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    cursor = cursorOf(sort, last);
  }
}
