import type { z } from "@hono/zod-openapi";
import type { UserActivity } from "@/lib/core/audit/list-activity";
import type * as schemas from "./schemas-users";

/** Lists fields, so that new ones don't leak. */
type Wire<Schema extends z.ZodType> = z.input<Schema>;

export function toUserActivity(page: {
  items: UserActivity[];
  nextCursor: string | null;
}): Wire<typeof schemas.userActivitySchema> {
  return {
    items: page.items.map(({ id, at, action, actor, ip, userAgent }) => ({
      id,
      at: at.toISOString(),
      action,
      actor,
      ip,
      userAgent,
    })),
    nextCursor: page.nextCursor,
  };
}
