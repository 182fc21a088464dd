import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { consumeRecoveryCode } from "./recovery-codes/recovery-codes";
import { consumeTotpCode } from "./totp/totp";

export type SecondFactor = "otp" | "recovery";

/**
 * Takes a TOTP or a recovery code of an account, once. The caller has reserved an attempt and runs this in the
 * transaction of what the code is for: if that rolls back, the code is not spent.
 */
export async function consumeSecondFactor(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; email: string; name: string; locale: string },
  code: string,
): Promise<SecondFactor | null> {
  if (await consumeTotpCode(ctx, tx, user.id, code)) return "otp";
  if (await consumeRecoveryCode(ctx, tx, user, code)) return "recovery";
  return null;
}
