import { deviceTokenSeparator, deviceTokensMax } from "@/lib/values/session-cookies";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { hashToken, randomToken } from "../kernel/one-time-token";
import { sendSecurityNotice } from "../users/security-notice";

const devicesPerUserMax = 20;

export interface KnownBrowser {
  id: string;
  /** Null: never. */
  secondFactorAt: Date | null;
}

export async function findKnownDevice(ctx: CoreContext, userId: string): Promise<KnownBrowser | null> {
  const hashes = tokensOf(ctx).map(hashToken);
  if (hashes.length === 0) return null;
  return ctx.db.knownDevice.findFirst({
    where: { userId, tokenHash: { in: hashes } },
    orderBy: { lastSeenAt: "desc" },
    select: { id: true, secondFactorAt: true },
  });
}

/** Returns a new device cookie, or null if none is needed. Never adopts an unknown token, which may be planted. */
export async function rememberDevice(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  { gaveSecondFactor = false } = {},
): Promise<string | null> {
  if (ctx.request.deviceToken === undefined) return null;
  const now = ctx.clock.now();
  const seen = { lastSeenAt: now, ...(gaveSecondFactor ? { secondFactorAt: now } : {}) };
  const presented = tokensOf(ctx).map((token) => ({ token, tokenHash: hashToken(token) }));
  const holders = await tx.knownDevice.findMany({
    where: { tokenHash: { in: presented.map(({ tokenHash }) => tokenHash) } },
    select: { id: true, userId: true, tokenHash: true },
  });
  const own = holders.filter((holder) => holder.userId === userId).map(({ id }) => id);
  if (own.length > 0) {
    await tx.knownDevice.updateMany({ where: { id: { in: own } }, data: seen });
    return null;
  }
  const token = randomToken();
  const kept = presented.filter(({ tokenHash }) =>
    holders.some((holder) => Buffer.from(tokenHash).equals(holder.tokenHash)),
  );
  await tx.knownDevice.create({ data: { userId, tokenHash: hashToken(token), createdAt: now, ...seen } });
  const beyond = await tx.knownDevice.findMany({
    where: { userId },
    orderBy: { lastSeenAt: "desc" },
    skip: devicesPerUserMax,
    select: { id: true },
  });
  if (beyond.length > 0) await tx.knownDevice.deleteMany({ where: { id: { in: beyond.map(({ id }) => id) } } });
  return [token, ...kept.map((other) => other.token)].slice(0, deviceTokensMax).join(deviceTokenSeparator);
}

function tokensOf(ctx: CoreContext): string[] {
  const { deviceToken } = ctx.request;
  return deviceToken ? deviceToken.split(deviceTokenSeparator) : [];
}

const rememberedSeconds = 90 * 24 * 60 * 60;

export function programsSince(now: Date): Date {
  return secondsAfter(now, -rememberedSeconds);
}

export interface EarlierSessions {
  hasOthers: boolean;
  /** Recent, with the same address and user agent. */
  hasSameProgram: boolean;
}

/** Skips known browsers and the first sign-in (ASVS 6.3.5). Programs are known by address and user agent. */
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
