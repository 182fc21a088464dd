import type { AccessRequestDetail } from "@/lib/values/queue-view";
import { isId } from "@/lib/values/tokens";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { toAccessRequestViews } from "./access-request-view";
import { findEarlier } from "./earlier";
import { presentReviewers } from "./presence";
import { findRelated, findTenantsOfDomain } from "./related";
import { accessRequestInclude } from "./request-row";
import { settleDueRequests } from "./settle-due-requests";
import { timelineOf } from "./timeline";

/** Everything about one request: its words, its history and what is known around it. */
export async function getAccessRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string },
): Promise<Result<AccessRequestDetail, "not_found">> {
  if (!isId(input.id)) return err("not_found");
  await settleDueRequests(ctx);
  const row = await ctx.db.accessRequest.findUnique({
    where: { id: input.id },
    include: { ...accessRequestInclude, events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
  if (!row) return err("not_found");
  const [[view], timeline, related, tenantsOfDomain, presence] = await Promise.all([
    getSettings(ctx).then((settings) => toAccessRequestViews(ctx, ctx.db, [row], settings)),
    timelineOf(ctx, row),
    findRelated(ctx, row),
    findTenantsOfDomain(ctx, row, reviewer),
    presentReviewers(ctx, row.id, reviewer),
  ]);
  if (!view) return err("not_found");
  return ok({
    ...view,
    ip: row.ip,
    userAgent: row.userAgent,
    locale: row.locale,
    events: row.events.map(({ at, kind, actorLabel, text }) => ({ at, kind, actorLabel, text })),
    timeline,
    related,
    earlier: findEarlier(row, row.events),
    tenantsOfDomain,
    existingTenant: tenantsOfDomain[0] ?? null,
    presence,
  });
}
