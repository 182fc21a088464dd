import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { hashToken, randomToken } from "../tokens/one-time-token";

/** Browsers that one account can be known to at a time; the ones unseen for longest give way. */
const devicesPerUserMax = 20;

/** The browser that asks, as the account knows it; null when it does not. */
export interface KnownBrowser {
  id: string;
  /** When a second factor was last given in it. Null: never. */
  secondFactorAt: Date | null;
}

export async function findKnownDevice(ctx: CoreContext, userId: string): Promise<KnownBrowser | null> {
  const { deviceToken } = ctx.request;
  if (!deviceToken) return null;
  return ctx.db.knownDevice.findUnique({
    where: { userId_tokenHash: { userId, tokenHash: hashToken(deviceToken) } },
    select: { id: true, secondFactorAt: true },
  });
}

/**
 * From now on the account knows the browser that asks. Returns the token for its device cookie when it needs a new one, null
 * otherwise; a program, which keeps no such cookie, stays a stranger. A token that this account does not know is never
 * taken over: somebody may have planted it. The browser gets a new one, by which the accounts that knew it know it still.
 */
export async function rememberDevice(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  { gaveSecondFactor = false } = {},
): Promise<string | null> {
  const { deviceToken } = ctx.request;
  if (deviceToken === undefined) return null;
  const now = ctx.clock.now();
  const seen = { lastSeenAt: now, ...(gaveSecondFactor ? { secondFactorAt: now } : {}) };
  const presented = deviceToken === null ? null : hashToken(deviceToken);
  if (presented) {
    const known = await tx.knownDevice.updateMany({ where: { userId, tokenHash: presented }, data: seen });
    if (known.count > 0) return null;
  }
  const token = randomToken();
  const tokenHash = hashToken(token);
  if (presented) await tx.knownDevice.updateMany({ where: { tokenHash: presented }, data: { tokenHash } });
  await tx.knownDevice.create({ data: { userId, tokenHash, createdAt: now, ...seen } });
  const beyond = await tx.knownDevice.findMany({
    where: { userId },
    orderBy: { lastSeenAt: "desc" },
    skip: devicesPerUserMax,
    select: { id: true },
  });
  if (beyond.length > 0) await tx.knownDevice.deleteMany({ where: { id: { in: beyond.map(({ id }) => id) } } });
  return token;
}
