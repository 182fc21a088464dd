import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { earlierOf, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { lockUser } from "../users/lock-user";
import { lifetimesOf } from "./audiences";
import { endOtherSessions, endSessions } from "./end-sessions";
import { type IssuedSession, parseRefreshToken } from "./issue-session";

const session = z
  .strictObject({
    id: z.uuid(),
    audience: z.string(),
    startedWith: z.string(),
    createdAt: jsonDate,
    lastSeenAt: jsonDate,
    expiresAt: jsonDate,
    userAgent: z.string(),
    ip: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "Session" });
export type Session = z.input<typeof session>;
const sessionList = z.strictObject({ sessions: z.array(session) });

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  audience: "pacspace",
  startedWith: "password",
  createdAt: "2026-09-30T09:00:00.000Z",
  lastSeenAt: "2026-09-30T09:00:00.000Z",
  expiresAt: "2026-09-30T09:00:00.000Z",
  userAgent: "curl/8.14.1",
  ip: "203.0.113.9",
  current: true,
};

/** Of every API. */
export const listSessions = act({
  access: "user",
  input: z.strictObject({}),
  output: sessionList,
  errors: [],
  example: { output: { sessions: [example] } },
  async run(ctx, actor) {
    return ok({ sessions: (await readSessions(ctx, actor.user.id, actor.session.id)).map(toSession) });
  },
});

export const listUserSessions = act({
  access: "admin",
  input: idOnlySchema,
  output: sessionList.meta({ id: "UserSessions" }),
  errors: ["user_not_found"],
  example: { output: { sessions: [{ ...example, current: false }] } },
  async run(ctx, admin, { id }) {
    if ((await ctx.db.user.count({ where: { id } })) === 0) return err("user_not_found");
    return ok({ sessions: (await readSessions(ctx, id, admin.session.id)).map(toSession) });
  },
});

function toSession({ accessExpiresAt: _, startedWith, ...row }: SessionView): z.output<typeof session> {
  return { ...row, startedWith: startedWith.toLowerCase() };
}

export type SessionView = Awaited<ReturnType<typeof readSessions>>[number];

/** The current session first, then by last use. */
export async function readSessions(ctx: CoreContext, userId: string, currentId: string) {
  const now = ctx.clock.now();
  const sessions = await ctx.db.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now }, refreshExpiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    select: {
      id: true,
      audience: true,
      startedWith: true,
      createdAt: true,
      lastSeenAt: true,
      expiresAt: true,
      rotatedAt: true,
      userAgent: true,
      ip: true,
    },
  });
  return sessions
    .map(({ rotatedAt, ...row }) => ({
      ...row,
      /** Past while the session waits to be refreshed. */
      accessExpiresAt: earlierOf(secondsAfter(rotatedAt, lifetimesOf(row.audience).accessSeconds), row.expiresAt),
      current: row.id === currentId,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/** Needs step-up, so a stolen session can't lock out its owner. */
export async function revokeSession(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<{ loggedOut: boolean }, "session_not_found" | "step_up_required">> {
  const recent = input.id === actor.session.id || !isId(input.id) ? ok() : requireRecentProof(ctx, actor);
  return recent.ok ? endOwnSession(ctx, actor, input) : recent;
}

/** For APIs without step-up. Answers alike for unknown and others' ids. */
export async function endOwnSession(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
): Promise<Result<{ loggedOut: boolean }, "session_not_found">> {
  if (!isId(id)) return err("session_not_found");
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id, userId: actor.user.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now, revokedReason: "revoked_by_user" },
    });
    if (ended.count === 0) return err("session_not_found");
    await recordAuditEvent(ctx, tx, { action: "session.revoked", actor, target: { type: "session", id } });
    return ok({ loggedOut: id === actor.session.id });
  });
}

interface OthersEnded {
  revoked: number;
  /** Null: the API keeps its token. */
  session: IssuedSession | null;
}

/** Of every API. Renews the current session. */
export async function revokeOtherSessions(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<OthersEnded, "step_up_required" | "unauthenticated">> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  return inTransaction<OthersEnded, "unauthenticated">(ctx, async (tx) => {
    await lockUser(tx, actor.user.id);
    const ended = await endOtherSessions(ctx, tx, actor, "revoked_by_user");
    if (!ended.ok) return ended;
    const { revoked } = ended.value;
    await recordAuditEvent(ctx, tx, { action: "session.others_revoked", actor, details: { revoked } });
    return ended;
  });
}

export async function revokeAllSessions(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<{ revoked: number }, "step_up_required">> {
  const recent = requireRecentProof(ctx, actor);
  return recent.ok ? ok(await endAllOwnSessions(ctx, actor)) : recent;
}

/** For APIs without step-up. */
export async function endAllOwnSessions(ctx: CoreContext, actor: UserActor): Promise<{ revoked: number }> {
  return ctx.db.$transaction(async (tx) => {
    const revoked = await endSessions(tx, actor.user.id, ctx.clock.now(), "revoked_by_user");
    await recordAuditEvent(ctx, tx, { action: "session.all_revoked", actor, details: { revoked } });
    return { revoked };
  });
}

/** Accepts refresh tokens of any generation. Idempotent. */
export async function logOut(
  ctx: CoreContext,
  credentials: { accessToken?: string | undefined; refreshToken?: string | undefined },
  audience: string,
): Promise<Result<{ revoked: boolean }>> {
  const now = ctx.clock.now();
  const claims = credentials.accessToken
    ? await ctx.secrets.verifyAccessToken(credentials.accessToken, audience, now)
    : null;
  const refresh = credentials.refreshToken ? parseRefreshToken(ctx.secrets, credentials.refreshToken) : null;
  const ids = [claims?.sessionId, refresh?.sessionId].filter((id) => id !== undefined);
  if (ids.length === 0) return ok({ revoked: false });

  const ended = await ctx.db.$transaction(async (tx) => {
    const sessions = await tx.$queryRaw<{ id: string; userId: string; email: string }[]>`/* prepared */
      UPDATE sessions SET revoked_at = ${now}, revoked_reason = 'logged_out' FROM users
      WHERE users.id = sessions.user_id AND sessions.id = ANY(${ids}::uuid[]) AND audience = ${audience}
        AND revoked_at IS NULL
      RETURNING sessions.id, users.id AS "userId", users.email`;
    for (const { id, userId, email } of sessions) {
      await recordAuditEvent(ctx, tx, {
        action: "session.logged_out",
        actor: { id: userId, email },
        target: { type: "session", id },
      });
    }
    return sessions.length;
  });
  return ok({ revoked: ended > 0 });
}
