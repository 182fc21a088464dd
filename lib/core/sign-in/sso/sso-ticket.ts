import type { SsoTicket } from "@/generated/prisma/client";
import type { SsoTicketPurpose } from "@/generated/prisma/enums";
import { opaqueTokenPattern } from "@/lib/values/tokens";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { loginTicketSeconds, secondsAfter, ssoTicketSeconds } from "../../kernel/lifetimes";
import { hashToken, randomToken } from "../../kernel/one-time-token";
import { openLoginTicket } from "../login-ticket";

export interface ArrivedIdentity {
  provider: string;
  issuer: string;
  subject: string;
  email: string;
  name: string;
  isMfa: boolean;
}

/** Returns the token. */
export async function openSsoTicket(
  ctx: CoreContext,
  purpose: SsoTicketPurpose,
  identity: ArrivedIdentity,
  userId: string | null,
): Promise<string> {
  const ticket = randomToken();
  await store(ctx, { purpose, ...identity, userId, token: ticket, seconds: ssoTicketSeconds });
  return ticket;
}

/** An ordinary sign-in ticket. The SSO ticket with the same token records the provider. */
export async function openSsoLoginTicket(
  ctx: CoreContext,
  identity: ArrivedIdentity,
  account: { id: string; passwordChangedAt: Date },
  audience: string,
): Promise<string> {
  const { mfaTicket } = await openLoginTicket(ctx, account, audience);
  await store(ctx, { purpose: "LINK", ...identity, userId: account.id, token: mfaTicket, seconds: loginTicketSeconds });
  return mfaTicket;
}

async function store(
  ctx: CoreContext,
  ticket: ArrivedIdentity & {
    purpose: SsoTicketPurpose;
    userId: string | null;
    token: string;
    seconds: number;
  },
): Promise<void> {
  const { token, seconds, purpose, provider, issuer, subject, email, name, isMfa, userId } = ticket;
  const now = ctx.clock.now();
  await ctx.db.ssoTicket.create({
    data: {
      purpose,
      provider,
      issuer,
      subject,
      email,
      name,
      isMfa,
      userId,
      tokenHash: hashToken(token),
      createdAt: now,
      expiresAt: secondsAfter(now, seconds),
    },
  });
}

/** Spends nothing. Null: not open. */
export async function findSsoTicket(
  ctx: CoreContext,
  purpose: SsoTicketPurpose,
  ticket: string,
): Promise<SsoTicket | null> {
  if (!opaqueTokenPattern.test(ticket)) return null;
  return ctx.db.ssoTicket.findFirst({
    where: { tokenHash: hashToken(ticket), purpose, usedAt: null, expiresAt: { gt: ctx.clock.now() } },
  });
}

/** Once among parallel callers. */
export async function consumeSsoTicket(ctx: CoreContext, tx: Transaction, id: string): Promise<boolean> {
  const now = ctx.clock.now();
  const spent = await tx.ssoTicket.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return spent.count === 1;
}

/** Null: the sign-in began with a password. */
export async function takeSsoOrigin(
  ctx: CoreContext,
  tx: Transaction,
  loginTicketHash: Uint8Array<ArrayBuffer>,
): Promise<SsoTicket | null> {
  const [origin] = await tx.ssoTicket.updateManyAndReturn({
    where: { tokenHash: loginTicketHash },
    data: { usedAt: ctx.clock.now() },
  });
  return origin ?? null;
}
