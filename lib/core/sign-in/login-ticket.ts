import type { LoginTicket } from "@/generated/prisma/client";
import { opaqueTokenPattern } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { loginTicketAttempts, loginTicketSeconds, secondsAfter } from "../kernel/lifetimes";
import { hashToken, randomToken } from "../kernel/one-time-token";

/** Void once `passwordChangedAt` changes. */
export async function openLoginTicket(
  ctx: CoreContext,
  account: { id: string; passwordChangedAt: Date },
  audience: string,
): Promise<{ mfaTicket: string; expiresAt: Date }> {
  const mfaTicket = randomToken();
  const now = ctx.clock.now();
  const expiresAt = secondsAfter(now, loginTicketSeconds);
  await ctx.db.loginTicket.create({
    data: {
      tokenHash: hashToken(mfaTicket),
      userId: account.id,
      passwordChangedAt: account.passwordChangedAt,
      audience,
      attemptsLeft: loginTicketAttempts,
      createdAt: now,
      expiresAt,
    },
  });
  return { mfaTicket, expiresAt };
}

/** Takes no attempt. Null: not open. */
export async function findLoginTicket(ctx: CoreContext, ticket: string, audience: string): Promise<LoginTicket | null> {
  if (!opaqueTokenPattern.test(ticket)) return null;
  return ctx.db.loginTicket.findFirst({
    where: {
      tokenHash: hashToken(ticket),
      audience,
      usedAt: null,
      attemptsLeft: { gt: 0 },
      expiresAt: { gt: ctx.clock.now() },
    },
  });
}

/** Null: none left. */
export async function takeTicketAttempt(ctx: CoreContext, id: string): Promise<{ attemptsLeft: number } | null> {
  const taken = await ctx.db.loginTicket.updateManyAndReturn({
    where: { id, usedAt: null, attemptsLeft: { gt: 0 }, expiresAt: { gt: ctx.clock.now() } },
    data: { attemptsLeft: { decrement: 1 } },
  });
  return taken[0] ?? null;
}

/** Once among racing requests. */
export async function consumeLoginTicket(ctx: CoreContext, tx: Transaction, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const spent = await tx.loginTicket.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return spent.count === 1;
}
