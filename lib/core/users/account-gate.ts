import { clientKey } from "@/lib/values/client-key";
import type { CoreContext } from "../kernel/context";
import { createFairSlots } from "../kernel/fair-slots";
import type { HashTurn } from "../kernel/ports";

/**
 * An attempt counts as failed until it succeeds, so right passwords at the same moment look like guesses. No more are
 * checked at a time than may fail without a pause.
 */
const judgedAtOnceMax = 4;
const waitingMax = 100;

const gates = new Map<string, ReturnType<typeof createFairSlots>>();

/**
 * Clients of one account take turns. Don't nest it: waiting for a second turn holds the first. Throws
 * `HasherOverloaded` when too many wait for one account.
 */
export async function inTurn<Value>(ctx: CoreContext, userId: string, work: () => Promise<Value>): Promise<Value> {
  const gate = gates.get(userId) ?? createFairSlots({ running: judgedAtOnceMax, waiting: waitingMax });
  gates.set(userId, gate);
  try {
    return await gate({ ...turnOf(ctx, null), isSignIn: true }, work);
  } finally {
    if (gate.load().running === 0) gates.delete(userId);
  }
}

/** Whose turn it is at the hasher. */
export function turnOf({ request }: CoreContext, account: string | null, isSignIn = false): HashTurn {
  return { account, address: clientKey(request.ip), isSignIn };
}
