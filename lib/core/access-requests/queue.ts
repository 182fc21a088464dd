import { z } from "zod";
import { accessRequestStatusSchema, listAccessRequestsSchema, queueTabSchema } from "@/lib/values/queue";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { ok } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { afterCursor, cursorOf, queueOrder, queueWhere, sortOf } from "./filter";
import { settleDueRequests } from "./settle";
import { accessRequest, accessRequestInclude, count, exampleRequest, toAccessRequests } from "./view";

const accessRequestPage = z
  .strictObject({
    items: z.array(accessRequest),
    /** Null on the last page. */
    nextCursor: z.string().nullable(),
    /** Ignores filters. No other state counts `unconfirmed` requests. */
    counts: z.record(z.enum([...accessRequestStatusSchema.options, "unconfirmed", "all"]), count),
    /** Ignores filters. */
    tabs: z.record(queueTabSchema, count),
    settings: z.strictObject({
      undoSeconds: count,
      amberAfterHours: count,
      redAfterHours: count,
      fourEyesBuyerModes: z.array(z.string()),
    }),
  })
  .meta({ id: "AccessRequestPage" });
export type AccessRequestPage = z.input<typeof accessRequestPage>;

/** Waiting requests are oldest first by default. */
export const listAccessRequests = act({
  access: "reviewer",
  input: listAccessRequestsSchema,
  output: accessRequestPage,
  errors: [],
  example: {
    output: {
      items: [exampleRequest],
      nextCursor: null,
      counts: {
        pending: 1,
        needs_info: 0,
        snoozed: 0,
        approved: 0,
        rejected: 0,
        registered: 0,
        expired: 0,
        unconfirmed: 0,
        all: 1,
      },
      tabs: {
        new: 1,
        waiting: 0,
        snoozed: 0,
        approved: 0,
        invited: 0,
        joined: 0,
        expired: 0,
        rejected: 0,
        unconfirmed: 0,
        all: 1,
      },
      settings: { undoSeconds: 15, amberAfterHours: 24, redAfterHours: 72, fourEyesBuyerModes: [] },
    },
  },
  async run(ctx, reviewer, input) {
    await settleDueRequests(ctx);
    const sort = sortOf(input);
    const [rows, { counts, tabs }, settings] = await Promise.all([
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
    return ok({
      items: await toAccessRequests(ctx, ctx.db, page, settings),
      nextCursor: rows.length > input.limit && last ? cursorOf(sort, last) : null,
      counts,
      tabs,
      settings: { undoSeconds, amberAfterHours, redAfterHours, fourEyesBuyerModes },
    });
  },
});

/** A trigger maintains the counts. */
async function countRequests(ctx: CoreContext) {
  const sums = await ctx.db.accessRequestCount.groupBy({ by: ["state"], _sum: { delta: true } });
  const sumOf = (state: string) => sums.find((sum) => sum.state === state)?._sum.delta ?? 0;
  const isConfirming = ctx.config.confirmRequests;
  const unconfirmed = isConfirming ? sumOf("UNCONFIRMED") : 0;
  const byStatus = {
    pending: sumOf("PENDING") + (isConfirming ? 0 : sumOf("UNCONFIRMED")),
    needs_info: sumOf("NEEDS_INFO"),
    snoozed: sumOf("SNOOZED"),
    approved: sumOf("APPROVED"),
    rejected: sumOf("REJECTED"),
    registered: sumOf("REGISTERED"),
    expired: sumOf("EXPIRED"),
  };
  const all = Object.values(byStatus).reduce((total, count) => total + count, 0);
  const { pending, needs_info, snoozed, approved, rejected, registered, expired } = byStatus;
  return {
    counts: { ...byStatus, unconfirmed, all },
    tabs: {
      new: pending,
      waiting: needs_info,
      snoozed,
      approved: approved + registered + expired,
      invited: approved,
      joined: registered,
      expired,
      rejected,
      unconfirmed,
      all,
    },
  };
}
