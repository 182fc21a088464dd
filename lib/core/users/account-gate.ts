import { clientKey } from "@/lib/values/client-key";
import type { CoreContext } from "../kernel/context";
import { createFairSlots } from "../kernel/fair-slots";
import type { HashTurn } from "../kernel/ports";

/** Attempts count as failed until they succeed, so more at a time would pause the account. */
const judgedAtOnceMax = 4;
const waitingMax = 100;

const gates = new Map<string, ReturnType<typeof createFairSlots>>();

/** Don't nest it. Throws `HasherOverloaded`. */
export async function inTurn<Value>(ctx: CoreContext, userId: string, work: () => Promise<Value>): Promise<Value> {
  const gate = gates.get(userId) ?? createFairSlots({ running: judgedAtOnceMax, waiting: waitingMax });
  gates.set(userId, gate);
  try {
    return await gate({ ...turnOf(ctx, null), isSignIn: true }, work);
  } finally {
    if (gate.load().running === 0) gates.delete(userId);
  }
}

export function turnOf({ request }: CoreContext, account: string | null, isSignIn = false): HashTurn {
  return { account, address: clientKey(request.ip), isSignIn };
}
