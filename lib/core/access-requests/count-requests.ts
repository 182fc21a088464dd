import type { AccessRequestPage } from "@/lib/values/queue-view";
import type { CoreContext } from "../kernel/context";
import { statusValues } from "./access-request-view";

type Counts = Pick<AccessRequestPage, "counts" | "tabs">;

/** Numbers for the queue's tabs, from the differences that the database keeps: no row is counted. */
export async function countRequests(ctx: CoreContext): Promise<Counts> {
  const sums = await ctx.db.accessRequestCount.groupBy({ by: ["state"], _sum: { delta: true } });
  const sumOf = (state: string) => sums.find((sum) => sum.state === state)?._sum.delta ?? 0;
  const isConfirming = ctx.config.confirmRequests;
  const unconfirmed = isConfirming ? sumOf("UNCONFIRMED") : 0;
  const byStatus = {
    [statusValues.PENDING]: sumOf("PENDING") + (isConfirming ? 0 : sumOf("UNCONFIRMED")),
    [statusValues.NEEDS_INFO]: sumOf("NEEDS_INFO"),
    [statusValues.SNOOZED]: sumOf("SNOOZED"),
    [statusValues.APPROVED]: sumOf("APPROVED"),
    [statusValues.REJECTED]: sumOf("REJECTED"),
    [statusValues.REGISTERED]: sumOf("REGISTERED"),
    [statusValues.EXPIRED]: sumOf("EXPIRED"),
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
