import type { SessionOrigin } from "@/generated/prisma/enums";
import { lockUser } from "../account/lock-user";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import { earlierOf, refreshTokenSeconds, secondsAfter } from "../lifetimes";
import { rememberDevice } from "../login/known-device";
import { gaveSecondFactor } from "../mfa/gave-second-factor";
import { err, ok, type Result } from "../result";
import { lifetimesOf } from "./audiences";
import { tellOfNewDevice } from "./new-device";
import { refreshTokenOf } from "./refresh-token";

/** Older sessions of one account beyond this number end when a new one begins. */
const sessionsPerUserMax = 50;

export interface IssuedSession {
  sessionId: string;
  accessToken: string;
  accessExpiresAt: Date;
  refreshToken: string;
  refreshExpiresAt: Date;
  /** For the device cookie of a browser that has none yet; null otherwise. */
  deviceToken: string | null;
}

interface NewSession {
  userId: string;
  audience: string;
  startedWith: SessionOrigin;
  /** Names of the proofs given, RFC 8176's where it has one: pwd, otp, recovery, passkey, sso, mfa (asked for by a trusted issuer). */
  amr: string[];
  /** The password state that was proven; if it has changed since, nothing is issued. */
  passwordChangedAt: Date;
}

/**
 * The only place where a session begins, for every way in. Under the account's row lock it checks what must hold at
 * this very moment: active, verified, same password as was proven, second factor given when one is on. So a sign-in
 * that races with a reset, a deactivation or MFA being turned on loses.
 */
export async function issueSession(
  ctx: CoreContext,
  tx: Transaction,
  session: NewSession,
): Promise<Result<IssuedSession, "email_not_verified" | "account_deactivated" | "invalid_credentials">> {
  const now = ctx.clock.now();
  await lockUser(tx, session.userId);
  const user = await tx.user.findUnique({
    where: { id: session.userId },
    relationLoadStrategy: "join",
    select: {
      deactivatedAt: true,
      emailVerifiedAt: true,
      passwordChangedAt: true,
      totpCredential: { select: { userId: true } },
    },
  });
  if (!user || user.passwordChangedAt.getTime() !== session.passwordChangedAt.getTime()) {
    return err("invalid_credentials");
  }
  if (user.deactivatedAt) return err("account_deactivated");
  if (!user.emailVerifiedAt) return err("email_not_verified");
  if (user.totpCredential && !gaveSecondFactor(session.amr)) return err("invalid_credentials");

  const { passwordChangedAt: _, ...columns } = session;
  const created = await tx.session.create({
    data: {
      ...columns,
      authenticatedAt: now,
      createdAt: now,
      lastSeenAt: now,
      rotatedAt: now,
      expiresAt: secondsAfter(now, lifetimesOf(session.audience).sessionSeconds),
      refreshExpiresAt: secondsAfter(now, Math.min(refreshTokenSeconds, lifetimesOf(session.audience).sessionSeconds)),
      userAgent: ctx.request.userAgent,
      ip: ctx.request.ip,
    },
  });
  await endOldest(ctx, tx, session.userId, now);
  await tellOfNewDevice(ctx, tx, created);
  const deviceToken = await rememberDevice(ctx, tx, session.userId);
  return ok({ ...(await tokensOf(ctx, created)), deviceToken });
}

/** The tokens of a session's present generation. Refreshing twice with one token gives the same refresh token twice. */
export async function tokensOf(
  ctx: CoreContext,
  session: {
    id: string;
    userId: string;
    audience: string;
    generation: number;
    refreshExpiresAt: Date;
    expiresAt: Date;
  },
): Promise<IssuedSession> {
  const now = ctx.clock.now();
  const accessExpiresAt = earlierOf(secondsAfter(now, lifetimesOf(session.audience).accessSeconds), session.expiresAt);
  const accessToken = await ctx.secrets.signAccessToken(
    { userId: session.userId, sessionId: session.id, audience: session.audience, expiresAt: accessExpiresAt },
    now,
  );
  return {
    sessionId: session.id,
    accessToken,
    accessExpiresAt,
    refreshToken: refreshTokenOf(ctx.secrets, session.id, session.generation),
    refreshExpiresAt: session.refreshExpiresAt,
    deviceToken: null,
  };
}

async function endOldest(ctx: CoreContext, tx: Transaction, userId: string, now: Date): Promise<void> {
  const beyond = await tx.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
    skip: sessionsPerUserMax,
    select: { id: true },
  });
  if (beyond.length === 0) return;
  await tx.session.updateMany({
    where: { id: { in: beyond.map(({ id }) => id) } },
    data: { revokedAt: now, revokedReason: "too_many_sessions" },
  });
  for (const { id } of beyond) {
    await recordAuditEvent(ctx, tx, {
      action: "session.revoked",
      actor: "system",
      target: { type: "session", id },
      subjectId: userId,
      details: { reason: "too_many_sessions" },
    });
  }
}
