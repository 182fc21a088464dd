import type { Session } from "@/generated/prisma/client";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { refreshGraceSeconds, refreshTokenSeconds, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { sendSecurityNotice } from "../users/security-notice";
import { endSessions, renewedReason } from "./end-sessions";
import { type IssuedSession, parseRefreshToken, tokensOf } from "./issue-session";

/**
 * Rotates a refresh token (RFC 9700 section 4.14). An old token after the grace period counts as stolen: the session
 * ends, and the user is emailed. A renewed session's token does nothing, since a tab may still have it.
 */
export async function refreshSession(
  ctx: CoreContext,
  refreshToken: string,
  audience: string,
  /** What a stolen token ends. */
  onReuse: "session" | "all" = "session",
): Promise<Result<{ session: IssuedSession }, "refresh_token_invalid" | "refresh_token_reused" | "session_renewed">> {
  const presented = parseRefreshToken(ctx.secrets, refreshToken);
  if (!presented) return err("refresh_token_invalid");
  const now = ctx.clock.now();
  const rotated = await rotate(ctx, presented, audience, now);
  if (rotated) return ok({ session: await tokensOf(ctx, rotated) });

  const session = await findLive(ctx, presented.sessionId, audience, now);
  if (!session && (await wasRenewed(ctx, presented.sessionId, audience))) return err("session_renewed");
  if (!session || presented.generation >= session.generation) return err("refresh_token_invalid");
  const isParent = presented.generation === session.generation - 1;
  if (isParent && now <= secondsAfter(session.rotatedAt, refreshGraceSeconds)) {
    return ok({ session: await tokensOf(ctx, session) });
  }
  await endStolenSession(ctx, session, now, onReuse);
  return err("refresh_token_reused");
}

type Rotated = Pick<Session, "id" | "userId" | "audience" | "generation" | "refreshExpiresAt" | "expiresAt">;

/** Null: ended or rotated. */
async function rotate(
  ctx: CoreContext,
  { sessionId, generation }: { sessionId: string; generation: number },
  audience: string,
  now: Date,
): Promise<Rotated | null> {
  const [rotated] = await ctx.db.$queryRaw<Rotated[]>`/* prepared */
    UPDATE sessions SET generation = generation + 1, rotated_at = ${now}, last_seen_at = ${now},
      refresh_expires_at = least(${secondsAfter(now, refreshTokenSeconds)}::timestamptz, expires_at)
    WHERE id = ${sessionId}::uuid AND generation = ${generation} AND audience = ${audience} AND revoked_at IS NULL
      AND expires_at > ${now} AND refresh_expires_at > ${now}
      AND EXISTS (SELECT FROM users WHERE users.id = sessions.user_id AND users.deactivated_at IS NULL)
    RETURNING id, user_id AS "userId", audience, generation, refresh_expires_at AS "refreshExpiresAt", expires_at AS "expiresAt"`;
  return rotated ?? null;
}

async function findLive(ctx: CoreContext, id: string, audience: string, now: Date): Promise<Session | null> {
  return ctx.db.session.findFirst({
    where: {
      id,
      audience,
      revokedAt: null,
      expiresAt: { gt: now },
      refreshExpiresAt: { gt: now },
      user: { deactivatedAt: null },
    },
  });
}

async function wasRenewed(ctx: CoreContext, id: string, audience: string): Promise<boolean> {
  return (await ctx.db.session.count({ where: { id, audience, revokedReason: renewedReason } })) > 0;
}

async function endStolenSession(ctx: CoreContext, session: Session, now: Date, ends: "session" | "all"): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: session.id, revokedAt: null },
      data: { revokedAt: now, revokedReason: "refresh_token_reused" },
    });
    if (ended.count === 0) return;
    if (ends === "all") await endSessions(tx, session.userId, now, "refresh_token_reused");
    const user = await tx.user.findUniqueOrThrow({ where: { id: session.userId } });
    await recordAuditEvent(ctx, tx, {
      action: "session.refresh_token_reused",
      actor: "system",
      target: { type: "session", id: session.id },
      subjectId: user.id,
    });
    await sendSecurityNotice(ctx, tx, user, "session-theft-suspected", {});
  });
}
