import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import type { SecondFactorProof } from "../../kernel/second-factor-proofs";
import type { Attempt } from "../attempt";
import { consumeRecoveryCode, countRecoveryCodes } from "./recovery-codes";
import { consumeTotpCode } from "./totp";

export interface MfaMethod {
  name: string;
  amr: SecondFactorProof;
  isOwned(db: Database | Transaction, userId: string): Promise<boolean>;
  /** Absent for methods without codes. */
  consumeCode?(
    ctx: CoreContext,
    tx: Transaction,
    user: { id: string; email: string; name: string; locale: string },
    code: string,
  ): Promise<boolean>;
}

/** Alone, it counts as both factors (passkeys/sign-in.ts). */
export const passkeyMethod = {
  name: "passkey",
  amr: "passkey",
  isOwned: async (db, userId) => (await db.passkey.count({ where: { userId } })) > 0,
} as const satisfies MfaMethod;

const recoveryCodeMethod = {
  name: "recovery",
  amr: "recovery",
  isOwned: async (db, userId) => (await countRecoveryCodes(db, userId)) > 0,
  consumeCode: consumeRecoveryCode,
} as const satisfies MfaMethod;

/** 2FA is on when the account has one. */
export const totpMethod = {
  name: "totp",
  amr: "otp",
  isOwned: async (db, userId) => (await db.totpCredential.count({ where: { userId } })) > 0,
  consumeCode: (ctx, tx, user, code) => consumeTotpCode(ctx, tx, user.id, code),
} as const satisfies MfaMethod;

/** In the order of trying. */
export const mfaMethods = [totpMethod, recoveryCodeMethod, passkeyMethod] as const satisfies readonly MfaMethod[];

export type MfaMethodName = (typeof mfaMethods)[number]["name"];

export async function offeredMethods(ctx: CoreContext, userId: string): Promise<MfaMethodName[]> {
  const owned = await Promise.all(mfaMethods.map((method) => method.isOwned(ctx.db, userId)));
  return mfaMethods.filter((_, index) => owned[index]).map(({ name }) => name);
}

/** Returns the `amr` name. Call it in the transaction of the act: a rollback gives the code back. */
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
