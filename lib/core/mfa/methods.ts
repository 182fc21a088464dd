import type { CoreContext } from "../context";
import { passkeyMethod } from "../passkeys/mfa-method";
import type { MfaMethod } from "./method";
import { recoveryCodeMethod } from "./recovery-codes/method";
import { totpMethod } from "./totp/method";

/** Every way to give the second factor, in the order in which typed codes are tried. A new one is one line here. */
export const mfaMethods = [totpMethod, recoveryCodeMethod, passkeyMethod] as const satisfies readonly MfaMethod[];

export type MfaMethodName = (typeof mfaMethods)[number]["name"];

/** True for what a session's `amr` says when a second factor was given. */
export function isSecondFactor(proof: string): boolean {
  return mfaMethods.some(({ amr }) => amr === proof);
}

/** What the second step of a sign-in may offer this account. */
export async function offeredMethods(ctx: CoreContext, userId: string): Promise<MfaMethodName[]> {
  const owned = await Promise.all(mfaMethods.map((method) => method.isOwned(ctx.db, userId)));
  return mfaMethods.filter((_, index) => owned[index]).map(({ name }) => name);
}
