import { createHash, randomBytes } from "node:crypto";
import type { OneTimeToken } from "@/generated/prisma/client";
import type { TokenPurpose } from "@/generated/prisma/enums";
import { opaqueTokenPattern } from "@/lib/values/tokens";
import type { Database, Transaction } from "./database";

/** 256 random bits, base64url. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 is enough for random tokens. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

interface NewToken {
  purpose: TokenPurpose;
  email: string;
  expiresAt: Date;
  userId?: string;
  accessRequestId?: string;
  resubmissionId?: string | null;
  emailChangeId?: string;
  invitationId?: string;
  registrationId?: string;
  /** Alarms only: the mailbox was the only proof. */
  byMailbox?: boolean;
  /** Approvals only: a reviewer is shown the link. */
  isCopied?: boolean;
}

/** Stores the hash and returns the token. */
export async function mintToken(tx: Transaction, token: NewToken): Promise<string> {
  const clear = randomToken();
  await tx.oneTimeToken.create({ data: { ...token, tokenHash: hashToken(clear) } });
  return clear;
}

export async function deleteToken(tx: Transaction, token: string): Promise<void> {
  await tx.oneTimeToken.deleteMany({ where: { tokenHash: hashToken(token) } });
}

/** Null for another purpose or an impossible token. */
export async function findToken(
  db: Database | Transaction,
  purpose: TokenPurpose,
  token: string,
): Promise<OneTimeToken | null> {
  if (!opaqueTokenPattern.test(token)) return null;
  return db.oneTimeToken.findFirst({ where: { tokenHash: hashToken(token), purpose } });
}

/**
 * Spends a token once, even among parallel callers. Call it in the transaction of the effect. `email` binds it to an
 * address.
 */
export async function consumeToken(
  tx: Transaction,
  purpose: TokenPurpose,
  token: string,
  now: Date,
  email?: string,
): Promise<OneTimeToken | null> {
  if (!opaqueTokenPattern.test(token)) return null;
  const spent = await tx.oneTimeToken.updateManyAndReturn({
    where: {
      tokenHash: hashToken(token),
      purpose,
      usedAt: null,
      voidedAt: null,
      expiresAt: { gt: now },
      ...(email === undefined ? {} : { email }),
    },
    data: { usedAt: now },
  });
  return spent[0] ?? null;
}

export type TokenState = "open" | "used" | "expired" | "unknown";

/** A withdrawn token counts as expired. */
export function tokenState(token: OneTimeToken | null, now: Date): TokenState {
  if (!token) return "unknown";
  if (token.usedAt) return "used";
  return token.voidedAt || token.expiresAt <= now ? "expired" : "open";
}

export async function voidUserTokens(
  tx: Transaction,
  userId: string,
  purposes: TokenPurpose[],
  now: Date,
  replacement?: string,
) {
  const replacing = replacement === undefined ? {} : { tokenHash: { not: hashToken(replacement) } };
  await tx.oneTimeToken.updateMany({
    where: { userId, purpose: { in: purposes }, usedAt: null, voidedAt: null, ...replacing },
    data: { voidedAt: now },
  });
}
