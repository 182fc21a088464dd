import { v7 as timeOrderedId } from "uuid";
import type { SessionOrigin } from "@/generated/prisma/enums";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { earlierOf, refreshTokenSeconds, secondsAfter } from "../kernel/lifetimes";
import type { Secrets } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { holdsSecondFactor, isSecondFactor } from "../kernel/second-factor-proofs";
import { lockUser } from "../users/lock-user";
import { lifetimesOf } from "./audiences";
import { type EarlierSessions, programsSince, rememberDevice, tellOfNewDevice } from "./known-device";

/** Beyond it, an account's oldest sessions end. */
const sessionsPerUserMax = 50;

export interface IssuedSession {
  sessionId: string;
  accessToken: string;
  accessExpiresAt: Date;
  refreshToken: string;
  refreshExpiresAt: Date;
  deviceToken: string | null;
}

interface NewSession {
  userId: string;
  audience: string;
  startedWith: SessionOrigin;
  /** RFC 8176 where it has a name: pwd, otp, recovery, passkey, sso, mfa. */
  amr: string[];
  /** From the password check, and compared again under the lock. */
  passwordChangedAt: Date;
  passkeyId?: string | undefined;
  /** When an earlier request gave the first factor. */
  begunAt?: Date;
}

export async function startSession(
  ctx: CoreContext,
  tx: Transaction,
  account: { id: string; email: string; passwordChangedAt: Date },
  session: Omit<NewSession, "userId" | "passwordChangedAt"> & { passwordChangedAt?: Date },
  details: { provider?: string } = {},
): Promise<Result<IssuedSession, SessionError>> {
  const { audience, amr } = session;
  const { id: userId, passwordChangedAt } = account;
  const issued = await issueSession(ctx, tx, { passwordChangedAt, ...session, userId });
  if (!issued.ok) return issued;
  await recordAuditEvent(ctx, tx, {
    action: "login.succeeded",
    actor: account,
    target: { type: "session", id: issued.value.sessionId },
    details: { audience, amr, ...details },
  });
  return issued;
}

type SessionError = "email_not_verified" | "account_deactivated" | "invalid_credentials";

/**
 * The only place where sessions begin. Checks everything under the user's row lock, so a sign-in that races with a
 * reset or deactivation fails.
 */
export async function issueSession(
  ctx: CoreContext,
  tx: Transaction,
  session: NewSession,
): Promise<Result<IssuedSession, SessionError>> {
  const { userId, audience, amr } = session;
  await lockUser(tx, userId);
  // A separate statement, to see what was committed before the lock.
  const { sessionSeconds } = lifetimesOf(audience);
  const now = ctx.clock.now();
  const created = {
    id: timeOrderedId(),
    userId,
    audience,
    generation: 0,
    expiresAt: secondsAfter(now, sessionSeconds),
    refreshExpiresAt: secondsAfter(now, Math.min(refreshTokenSeconds, sessionSeconds)),
  };
  const hasSecondFactor = holdsSecondFactor(amr);
  const firstFactorAt = session.begunAt ?? now;
  // A trusted issuer's second factor is as old as its answer.
  const secondFactorAt = amr.some(isSecondFactor) ? now : hasSecondFactor ? firstFactorAt : null;
  const [person] = await tx.$queryRaw<Person[]>`/* prepared */
    WITH person AS (
      SELECT deactivated_at IS NULL AS "isActive", email_verified_at IS NOT NULL AS "isVerified",
        password_changed_at = ${session.passwordChangedAt}::timestamptz AS "hasSamePassword",
        ${hasSecondFactor} OR NOT EXISTS (SELECT FROM totp_credentials AS totp WHERE totp.user_id = users.id)
          AS "gaveAllFactors"
      FROM users WHERE id = ${userId}::uuid
    ), begun AS (
      INSERT INTO sessions (id, user_id, audience, started_with, amr, authenticated_at, second_factor_at, passkey_id, created_at,
        last_seen_at, rotated_at, expires_at, refresh_expires_at, user_agent, ip)
      SELECT ${created.id}::uuid, ${userId}::uuid, ${audience}, ${session.startedWith}::session_origin, ${amr}::text[],
        ${firstFactorAt}::timestamptz, ${secondFactorAt}::timestamptz, ${session.passkeyId ?? null}::uuid, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz,
        ${created.expiresAt}::timestamptz, ${created.refreshExpiresAt}::timestamptz, ${ctx.request.userAgent}, ${ctx.request.ip}
      FROM person WHERE "isActive" AND "isVerified" AND "hasSamePassword" AND "gaveAllFactors"
    )
    SELECT person.*,
      (SELECT count(*) FROM sessions WHERE user_id = ${userId}::uuid AND revoked_at IS NULL AND expires_at > ${now})::int AS "othersAlive",
      EXISTS (SELECT FROM sessions WHERE user_id = ${userId}::uuid) AS "hasOthers",
      EXISTS (SELECT FROM sessions WHERE user_id = ${userId}::uuid AND ip = ${ctx.request.ip}
        AND user_agent = ${ctx.request.userAgent} AND created_at >= ${programsSince(now)}) AS "hasSameProgram"
    FROM person`;
  if (!person?.hasSamePassword) return err("invalid_credentials");
  if (!person.isActive) return err("account_deactivated");
  if (!person.isVerified) return err("email_not_verified");
  if (!person.gaveAllFactors) return err("invalid_credentials");

  if (person.othersAlive >= sessionsPerUserMax) await endOldest(ctx, tx, userId, now);
  await tellOfNewDevice(ctx, tx, userId, person);
  const deviceToken = await rememberDevice(ctx, tx, userId, { gaveSecondFactor: hasSecondFactor });
  return ok({ ...(await tokensOf(ctx, created)), deviceToken });
}

interface Person extends EarlierSessions {
  isActive: boolean;
  isVerified: boolean;
  hasSamePassword: boolean;
  gaveAllFactors: boolean;
  othersAlive: number;
}

/** Repeated refreshes get the same refresh token. */
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

const purpose = "refresh-token";
const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/** `sid.generation.mac`. Only the generation is stored. */
export function refreshTokenOf(secrets: Secrets, sessionId: string, generation: number): string {
  const message = `${sessionId}.${generation}`;
  return `${message}.${secrets.mac(purpose, message)}`;
}

export function parseRefreshToken(secrets: Secrets, token: string): { sessionId: string; generation: number } | null {
  const [, sessionId, generation, mac] = shape.exec(token) ?? [];
  if (!sessionId || !generation || !mac) return null;
  if (!secrets.verifyMac(purpose, `${sessionId}.${generation}`, mac)) return null;
  return { sessionId, generation: Number(generation) };
}
