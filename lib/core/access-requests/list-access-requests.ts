import type { ListAccessRequestsInput } from "@/lib/values/queue";
import type { AccessRequestPage } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { getSettings } from "../settings/get-settings";
import { toAccessRequestViews } from "./access-request-view";
import { countRequests } from "./count-requests";
import { queueWhere } from "./queue-filter";
import { afterCursor, cursorOf, queueOrder, sortOf } from "./queue-order";
import { accessRequestInclude } from "./request-row";
import { settleDueRequests } from "./settle-due-requests";

/**
 * A page of the queue. What waits for a decision comes oldest first, everything else newest first, unless sorted
 * otherwise. Counts ignore the filter.
 */
export async function listAccessRequests(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: ListAccessRequestsInput,
): Promise<AccessRequestPage> {
  await settleDueRequests(ctx);
  const sort = sortOf(input);
  const [rows, counts, settings] = await Promise.all([
    ctx.db.accessRequest.findMany({
      where: { AND: [queueWhere(ctx, reviewer.user.id, input), afterCursor(sort, input.cursor)] },
      include: accessRequestInclude,
      orderBy: queueOrder(sort),
      take: input.limit + 1,
    }),
    countRequests(ctx),
    getSettings(ctx),
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const { undoSeconds, amberAfterHours, redAfterHours, fourEyesBuyerModes } = settings;
  return {
    items: await toAccessRequestViews(ctx, ctx.db, page, settings),
    nextCursor: rows.length > input.limit && last ? cursorOf(sort, last) : null,
    ...counts,
    settings: { undoSeconds, amberAfterHours, redAfterHours, fourEyesBuyerModes },
  };
}
