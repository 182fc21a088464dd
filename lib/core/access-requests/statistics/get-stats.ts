import type { AdminActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { type Day, readDays, startOfDays } from "./daily";
import {
  type Decider,
  type Decisions,
  type Funnel,
  readDeciders,
  readDecisions,
  readFunnel,
  readShares,
  type Share,
} from "./decisions";
import { type QueueNow, readQueueNow } from "./queue-now";

export interface Stats {
  /** First moment that counts. */
  from: Date;
  now: QueueNow;
  decisions: Decisions;
  funnel: Funnel;
  buyerModes: Share[];
  domains: Share[];
  deciders: Decider[];
  days: Day[];
}

/** How the front door does: what waits now, and what the last days brought. */
export async function getStats(ctx: CoreContext, _admin: AdminActor, { days }: { days: number }): Promise<Stats> {
  const from = startOfDays(ctx.clock.now(), days);
  const [now, decisions, funnel, shares, deciders, perDay] = await Promise.all([
    readQueueNow(ctx),
    readDecisions(ctx, from),
    readFunnel(ctx, from),
    readShares(ctx, from),
    readDeciders(ctx, from),
    readDays(ctx, from, days),
  ]);
  return { from, now, decisions, funnel, ...shares, deciders, days: perDay };
}
