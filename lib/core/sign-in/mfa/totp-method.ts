import type { MfaMethod } from "./method";
import { consumeTotpCode } from "./totp";

/** The code of an authenticator app. Having it is what "MFA is on" means. */
export const totpMethod = {
  name: "totp",
  amr: "otp",
  isOwned: async (db, userId) => (await db.totpCredential.count({ where: { userId } })) > 0,
  consumeCode: (ctx, tx, user, code) => consumeTotpCode(ctx, tx, user.id, code),
} as const satisfies MfaMethod;
