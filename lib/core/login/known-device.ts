import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { hashToken, randomToken } from "../tokens/one-time-token";

/** Browsers that one account can be known to at a time; the ones unseen for longest give way. */
const devicesPerUserMax = 20;

/** The id under which the account knows the browser that asks, or null. */
export async function findKnownDevice(ctx: CoreContext, userId: string): Promise<string | null> {
  const { deviceToken } = ctx.request;
  if (!deviceToken) return null;
  const known = await ctx.db.knownDevice.findUnique({
    where: { userId_tokenHash: { userId, tokenHash: hashToken(deviceToken) } },
    select: { id: true },
  });
  return known?.id ?? null;
}

/**
 * From now on the account knows the browser that asks. Returns the token for its device cookie when it has none, null
 * otherwise; a program, which keeps no such cookie, stays a stranger.
 */
export async function rememberDevice(ctx: CoreContext, tx: Transaction, userId: string): Promise<string | null> {
  const { deviceToken } = ctx.request;
  if (deviceToken === undefined) return null;
  const token = deviceToken ?? randomToken();
  const now = ctx.clock.now();
  const tokenHash = hashToken(token);
  await tx.knownDevice.upsert({
    where: { userId_tokenHash: { userId, tokenHash } },
    create: { userId, tokenHash, createdAt: now, lastSeenAt: now },
    update: { lastSeenAt: now },
  });
  const beyond = await tx.knownDevice.findMany({
    where: { userId },
    orderBy: { lastSeenAt: "desc" },
    skip: devicesPerUserMax,
    select: { id: true },
  });
  if (beyond.length > 0) await tx.knownDevice.deleteMany({ where: { id: { in: beyond.map(({ id }) => id) } } });
  return deviceToken === null ? token : null;
}
