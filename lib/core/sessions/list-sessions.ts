import type { SessionOrigin } from "@/generated/prisma/enums";
import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import { earlierOf, secondsAfter } from "../lifetimes";
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
export async function listSessions(ctx: CoreContext, actor: UserActor): Promise<SessionView[]> {
  const now = ctx.clock.now();
  const sessions = await ctx.db.session.findMany({
    where: { userId: actor.user.id, revokedAt: null, expiresAt: { gt: now }, refreshExpiresAt: { gt: now } },
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
      current: session.id === actor.session.id,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}
