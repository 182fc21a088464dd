import type { AccessRequest, AccessRequestEvent } from "@/generated/prisma/client";
import { requestEventKinds, type TimelineEntry, type TimelineKind } from "@/lib/values/queue-view";
import { toApplicant, toMailView } from "../admin/access-request-view";
import type { CoreContext } from "../context";

/**
 * Everything that happened to a request, oldest first: its own events, its mails by what became of them, and the first
 * steps of the account that came of it.
 */
export async function timelineOf(
  ctx: CoreContext,
  request: Pick<AccessRequest, "id" | "userId"> & { events: AccessRequestEvent[] },
): Promise<TimelineEntry[]> {
  const [mails, steps] = await Promise.all([mailEntries(ctx, request.id), accountEntries(ctx, request.userId)]);
  const events = request.events.flatMap(({ id, at, kind, actorLabel, text }) =>
    isEventKind(kind) ? [{ id, at, kind, actorLabel, text }] : [],
  );
  return [...events, ...mails, ...steps].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function isEventKind(kind: string): kind is (typeof requestEventKinds)[number] {
  return requestEventKinds.some((known) => known === kind);
}

async function mailEntries(ctx: CoreContext, accessRequestId: string): Promise<TimelineEntry[]> {
  const now = ctx.clock.now();
  const mails = await ctx.db.mail.findMany({
    where: { accessRequestId, ...toApplicant },
    select: {
      ...{ id: true, template: true, state: true, attempts: true, lastError: true },
      ...{ createdAt: true, sentAt: true, sendAfter: true },
    },
    orderBy: { createdAt: "asc" },
    take: 100,
  });
  return mails.map((mail) => {
    const { createdAt, id, sentAt, state, template } = toMailView(mail, now);
    const kind: TimelineKind = `mail_${state}`;
    return { id, at: sentAt ?? createdAt, kind, actorLabel: "", text: template };
  });
}

async function accountEntries(ctx: CoreContext, userId: string | null): Promise<TimelineEntry[]> {
  if (!userId) return [];
  const [user, login] = await Promise.all([
    ctx.db.user.findUnique({ where: { id: userId }, select: { emailVerifiedAt: true } }),
    ctx.db.auditEvent.findFirst({
      where: { subjectId: userId, action: "login.succeeded" },
      orderBy: { at: "asc" },
      select: { at: true },
    }),
  ]);
  const steps: [TimelineKind, Date | null | undefined][] = [
    ["email_verified", user?.emailVerifiedAt],
    ["first_login", login?.at],
  ];
  return steps.flatMap(([kind, at]) => (at ? [{ id: `${kind}-${userId}`, at, kind, actorLabel: "", text: "" }] : []));
}
