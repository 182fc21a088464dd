import type { MfaMethod } from "./method";

/** A passkey in place of the code (finish-second-factor.ts). Alone it counts as both factors (finish-sign-in.ts). */
export const passkeyMethod = {
  name: "passkey",
  amr: "passkey",
  isOwned: async (db, userId) => (await db.passkey.count({ where: { userId } })) > 0,
} as const satisfies MfaMethod;
