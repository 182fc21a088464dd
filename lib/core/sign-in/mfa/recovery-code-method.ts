import type { MfaMethod } from "./method";
import { consumeRecoveryCode, countRecoveryCodes } from "./recovery-codes";

/** One of the ten codes kept for the day that the device is lost. */
export const recoveryCodeMethod = {
  name: "recovery",
  amr: "recovery",
  isOwned: async (db, userId) => (await countRecoveryCodes(db, userId)) > 0,
  consumeCode: consumeRecoveryCode,
} as const satisfies MfaMethod;
