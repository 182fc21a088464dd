import type { SnoozeAccessRequestInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";

const snoozeMaxSeconds = 366 * 24 * 60 * 60;

/** Puts a request that waits aside until then; it comes back by itself. */
export async function snoozeRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: SnoozeAccessRequestInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal | "validation_failed">> {
  const now = ctx.clock.now();
  if (input.until <= now || input.until > secondsAfter(now, snoozeMaxSeconds)) {
    return err("validation_failed", { fieldErrors: { until: ["snooze_until"] } });
  }
  return changeAccessRequest(ctx, reviewer, { ...input, from: undecided }, async () =>
    ok({
      data: { status: "SNOOZED", snoozedUntil: input.until },
      events: [{ kind: "snoozed", text: input.until.toISOString() }],
      action: "access_request.snoozed",
      details: { until: input.until.toISOString() },
    }),
  );
}

/** Brings a snoozed request back to where it was before its time. */
export function wakeRequest(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: { id: string; version?: number | undefined },
): Promise<Result<AccessRequestView, ChangeRefusal>> {
  return changeAccessRequest(ctx, reviewer, { ...input, from: ["SNOOZED"] }, async (_tx, request) =>
    ok({
      data: { status: request.question === null ? "PENDING" : "NEEDS_INFO", snoozedUntil: null },
      events: [{ kind: "woken" }],
      action: "access_request.woken",
    }),
  );
}
