import type { CoreContext } from "../../kernel/context";
import type { MfaMethod } from "./method";
import { passkeyMethod } from "./passkey-method";
import { recoveryCodeMethod } from "./recovery-code-method";
import { totpMethod } from "./totp-method";

/** Every way to give the second factor, in the order in which typed codes are tried. A new one is one line here. */
export const mfaMethods = [totpMethod, recoveryCodeMethod, passkeyMethod] as const satisfies readonly MfaMethod[];

export type MfaMethodName = (typeof mfaMethods)[number]["name"];

/** What the second step of a sign-in may offer this account. */
export async function offeredMethods(ctx: CoreContext, userId: string): Promise<MfaMethodName[]> {
  const owned = await Promise.all(mfaMethods.map((method) => method.isOwned(ctx.db, userId)));
  return mfaMethods.filter((_, index) => owned[index]).map(({ name }) => name);
}
