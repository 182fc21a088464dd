import type { Prisma } from "@/generated/prisma/client";
import { sendSecurityNotice } from "../account/security-notice";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { secondsAfter } from "../lifetimes";
import { findKnownDevice } from "../login/known-device";

/** A program at the same address raises no second alarm for this long. */
const rememberedSeconds = 90 * 24 * 60 * 60;

/**
 * Mails the owner when an account is signed in to from a browser that it does not know (ASVS 6.3.5). A program keeps no
 * device cookie; it is taken for the one that signed in before with the same name from the same address. The first
 * sign-in of an account is nobody's news.
 */
export async function tellOfNewDevice(
  ctx: CoreContext,
  tx: Transaction,
  session: { id: string; userId: string },
): Promise<void> {
  if (await findKnownDevice(ctx, session.userId)) return;
  const { ip, userAgent, deviceToken } = ctx.request;
  const others = { userId: session.userId, id: { not: session.id } };
  const since = secondsAfter(ctx.clock.now(), -rememberedSeconds);
  const isProgram = deviceToken === undefined;
  const isKnownProgram = isProgram && (await hasSession(tx, { ...others, ip, userAgent, createdAt: { gte: since } }));
  if (isKnownProgram) return;
  const isFirst = !(await hasSession(tx, others));
  if (isFirst) return;
  const user = await tx.user.findUniqueOrThrow({ where: { id: session.userId } });
  await sendSecurityNotice(ctx, tx, user, "new-device", {});
}

async function hasSession(tx: Transaction, where: Prisma.SessionWhereInput): Promise<boolean> {
  return (await tx.session.findFirst({ where, select: { id: true } })) !== null;
}
