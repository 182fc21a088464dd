import { type CoreContext, jobRequest } from "../context";
import { type Attempt, startsPauseForStrangers } from "./attempt-budget";

/** After a failed attempt: when strangers have to wait now, the owner hears of it, with a way in (sign-in-link.ts). */
export async function tellOwnerOfPause(ctx: CoreContext, attempt: Attempt): Promise<void> {
  if (!startsPauseForStrangers(attempt)) return;
  await ctx.jobs.enqueue(ctx.db, { name: "mail-sign-in-link", userId: attempt.userId, request: jobRequest(ctx) });
}
