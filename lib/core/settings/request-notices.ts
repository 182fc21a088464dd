import type { RequestNotices } from "@/generated/prisma/enums";
import type { RequestNoticesInput } from "@/lib/values/settings";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";

type Choice = RequestNoticesInput["requestNotices"];
const stored = { instant: "INSTANT", hourly: "HOURLY", off: "OFF" } as const satisfies Record<Choice, RequestNotices>;
const values = { INSTANT: "instant", HOURLY: "hourly", OFF: "off" } as const satisfies Record<RequestNotices, Choice>;

/** How this reviewer hears of new requests. */
export async function getRequestNotices(ctx: CoreContext, reviewer: ReviewerActor): Promise<Choice> {
  const { requestNotices } = await ctx.db.user.findUniqueOrThrow({
    where: { id: reviewer.user.id },
    select: { requestNotices: true },
  });
  return values[requestNotices];
}

/** Everybody chooses for themselves. */
export async function updateRequestNotices(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { requestNotices }: RequestNoticesInput,
): Promise<Result<RequestNoticesInput>> {
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id: reviewer.user.id }, data: { requestNotices: stored[requestNotices] } });
    await recordAuditEvent(ctx, tx, {
      action: "user.preferences_updated",
      actor: reviewer,
      details: { requestNotices },
    });
  });
  return ok({ requestNotices });
}
