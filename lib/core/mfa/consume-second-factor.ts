import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import type { MfaMethod } from "./method";
import { mfaMethods } from "./methods";

/**
 * Takes a typed code of an account, once, and says by its `amr` name which method it belonged to. The caller has
 * reserved an attempt and runs this in the transaction of what the code is for: if that rolls back, the code is not
 * spent.
 */
export async function consumeSecondFactor(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  code: string,
): Promise<string | null> {
  for (const { amr, consumeCode } of mfaMethods as readonly MfaMethod[]) {
    if (await consumeCode?.(ctx, tx, user, code)) return amr;
  }
  return null;
}
