import type { CoreContext } from "../kernel/context";
import { lockRequest } from "./lock-request";
import { openRequestOf } from "./open-request";
import { applyRules } from "./rules/evaluate";
import { tellReviewers } from "./tell-reviewers";

/** An answer has brought a request back to the queue. */
export async function receiveAnswer(ctx: CoreContext, { id, once }: { id: string; once?: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const request = await tx.accessRequest.findUnique({ where: { id } });
    if (request?.status === "PENDING") await tellReviewers(ctx, tx, request, { answered: true, once });
  });
}

/**
 * What follows a submission or a confirmation, after the answer: rules look at the request, and whoever decides hears
 * of it when it waits. Nothing happens for an address without a request that waits in the queue.
 */
export async function receiveRequest(
  ctx: CoreContext,
  { email, isNew, once }: { email: string; isNew: boolean; once?: string },
): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const known = await tx.accessRequest.findFirst({ where: openRequestOf(email), select: { id: true } });
    if (!known) return;
    await lockRequest(tx, known.id);
    const request = await tx.accessRequest.findUnique({ where: { id: known.id } });
    if (request?.status !== "PENDING") return;
    if (ctx.config.confirmRequests && !request.emailConfirmedAt) return;
    const waits = await applyRules(ctx, tx, request);
    if (waits && isNew) await tellReviewers(ctx, tx, request, { answered: false, once });
  });
}
