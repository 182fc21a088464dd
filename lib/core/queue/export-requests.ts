import type { QueueFilterInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../actors";
import { accessRequestInclude, toAccessRequestViews } from "../admin/access-request-view";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { getSettings } from "../settings/get-settings";
import { queueWhere } from "./queue-filter";
import { afterCursor, cursorOf, queueOrder, sortOf } from "./queue-order";
import { settleDueRequests } from "./settle-due-requests";

const batch = 200;

/**
 * The requests of a filter, in its order and in batches, for a file. That they were taken away is an event of its own,
 * with the names of the filters: what was searched for may be somebody's address.
 */
export async function* exportAccessRequests(
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
