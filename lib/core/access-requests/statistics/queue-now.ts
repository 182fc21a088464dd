import type { CoreContext } from "../../kernel/context";

export interface QueueNow {
  /** Waiting for a decision. */
  pending: number;
  /** Waiting for their applicants' answers. */
  waiting: number;
  snoozed: number;
  /** When the one that waits longest was sent, and by whom. Null: nothing waits. */
  oldest: { id: string; submittedAt: Date } | null;
}

/** From the counts that a trigger keeps: as quick with ten requests as with a million. */
export async function readQueueNow(ctx: CoreContext): Promise<QueueNow> {
  const [rows, oldest] = await Promise.all([
    ctx.db.accessRequestCount.groupBy({ by: ["state"], _sum: { delta: true } }),
    ctx.db.accessRequest.findFirst({
      where: { status: "PENDING", ...(ctx.config.confirmRequests ? { emailConfirmedAt: { not: null } } : {}) },
      orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
      select: { id: true, submittedAt: true },
    }),
  ]);
  const count = (state: string) => rows.find((row) => row.state === state)?._sum.delta ?? 0;
  return {
    pending: count("PENDING") + (ctx.config.confirmRequests ? 0 : count("UNCONFIRMED")),
    waiting: count("NEEDS_INFO"),
    snoozed: count("SNOOZED"),
    oldest,
  };
}
