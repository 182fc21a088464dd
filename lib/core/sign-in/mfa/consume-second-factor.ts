import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import type { Attempt } from "../attempt";
import type { MfaMethod } from "./method";
import { mfaMethods } from "./methods";

/**
 * Takes the typed code of an attempt, once, and says by its `amr` name which method it belonged to. Runs in the
 * transaction of what the code is for: if that rolls back, the code is not spent.
 */
export async function consumeSecondFactor(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  attempt: Attempt,
): Promise<string | null> {
  if (attempt.code === null || attempt.userId !== user.id) return null;
  for (const { amr, consumeCode } of mfaMethods as readonly MfaMethod[]) {
    if (await consumeCode?.(ctx, tx, user, attempt.code)) return amr;
  }
  return null;
}
