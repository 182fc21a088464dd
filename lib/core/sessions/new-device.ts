import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { sendSecurityNotice } from "../users/security-notice";
import { findKnownDevice } from "./known-device";

/** A program at the same address raises no second alarm for this long. */
const rememberedSeconds = 90 * 24 * 60 * 60;

/** Sessions that began before do not make a program known. */
export function programsSince(now: Date): Date {
  return secondsAfter(now, -rememberedSeconds);
}

/** Of the account, before the one that begins. */
export interface EarlierSessions {
  hasOthers: boolean;
  /** One of them was begun from the same address under the same name, lately. */
  hasSameProgram: boolean;
}

/**
 * Mails the owner when an account is signed in to from a browser that it does not know (ASVS 6.3.5). A program keeps no
 * device cookie; it is taken for the one that signed in before with the same name from the same address. The first
 * sign-in of an account is nobody's news.
 */
export async function tellOfNewDevice(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  { hasOthers, hasSameProgram }: EarlierSessions,
): Promise<void> {
  const isProgram = ctx.request.deviceToken === undefined;
  if (!hasOthers || (isProgram && hasSameProgram)) return;
  if (await findKnownDevice(ctx, userId)) return;
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await sendSecurityNotice(ctx, tx, user, "new-device", {});
}
