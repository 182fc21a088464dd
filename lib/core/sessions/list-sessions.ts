import type { SessionOrigin } from "@/generated/prisma/enums";
import { isId } from "@/lib/values/tokens";
import type { AdminActor, UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { earlierOf, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { lifetimesOf } from "./audiences";

export interface SessionView {
  id: string;
  audience: string;
  startedWith: SessionOrigin;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  /** End of the access token of the last sign-in or refresh. Past while the session waits to be refreshed. */
  accessExpiresAt: Date;
  userAgent: string;
  ip: string;
  current: boolean;
}

/** The actor's live sessions of every API, the present one first, then by last use. Ids are not credentials. */
export function listSessions(ctx: CoreContext, actor: UserActor): Promise<SessionView[]> {
  return liveSessionsOf(ctx, actor.user.id, actor.session.id);
}

/** Anybody's live sessions, as an admin sees them. */
export async function listUserSessions(
  ctx: CoreContext,
  admin: AdminActor,
  input: { id: string },
): Promise<Result<SessionView[], "user_not_found">> {
  if (!isId(input.id)) return err("user_not_found");
  if ((await ctx.db.user.count({ where: { id: input.id } })) === 0) return err("user_not_found");
  return ok(await liveSessionsOf(ctx, input.id, admin.session.id));
}

async function liveSessionsOf(ctx: CoreContext, userId: string, currentId: string): Promise<SessionView[]> {
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
    .map(({ rotatedAt, ...session }) => ({
      ...session,
      accessExpiresAt: earlierOf(
        secondsAfter(rotatedAt, lifetimesOf(session.audience).accessSeconds),
        session.expiresAt,
      ),
      current: session.id === currentId,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}
