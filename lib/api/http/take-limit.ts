import type { CoreContext } from "@/lib/core/kernel/context";
import type { LimitName } from "@/lib/core/kernel/limits";
import type { LimitState } from "@/lib/core/kernel/ports";
import { clientKey } from "@/lib/values/client-key";
import { fail, pass, type Step } from "./transport-errors";

type Settable = Pick<Headers, "set">;

/** Prefers the session's bucket. */
export async function takeLimit(
  ctx: CoreContext,
  headers: Settable,
  name: LimitName,
  key: string = clientKey(ctx.request.ip),
): Promise<Step<undefined>> {
  const state = await ctx.limits.consume(name, key);
  setLimitHeaders(headers, state);
  return state.allowed ? pass() : fail("rate_limited", { retryAfterSeconds: state.retryAfterSeconds });
}

function setLimitHeaders(headers: Settable, state: LimitState): void {
  headers.set("X-RateLimit-Limit", String(state.limit));
  headers.set("X-RateLimit-Remaining", String(state.remaining));
}
