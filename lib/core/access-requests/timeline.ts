import type { AccessRequest, AccessRequestEvent } from "@/generated/prisma/client";
import { requestEventKinds, type TimelineEntry, type TimelineKind } from "@/lib/values/queue-view";
import { isId } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import { toMailView } from "./access-request-view";
import { toApplicant } from "./request-row";

/**
 * Everything that happened to a request, oldest first: its own events, its mails by what became of them, and the first
 * steps of the account that came of it.
 */
export async function timelineOf(
  ctx: CoreContext,
  request: Pick<AccessRequest, "id" | "status" | "userId"> & { events: AccessRequestEvent[] },
): Promise<TimelineEntry[]> {
  const [mails, steps, originals] = await Promise.all([
    mailEntries(ctx, request.id),
    accountEntries(ctx, request.status === "REGISTERED" ? request.userId : null),
    originalsOf(ctx, request.events),
  ]);
  const events = request.events.flatMap(({ id, at, kind, actorLabel, text }) => {
    if (!isEventKind(kind)) return [];
    return [{ id, at, kind, actorLabel, text: kind === "marked_duplicate" ? (originals.get(text) ?? "") : text }];
  });
  return [...events, ...mails, ...steps].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Whose requests it was marked as a duplicate of, by id; one that was erased since has no name any more. */
async function originalsOf(ctx: CoreContext, events: AccessRequestEvent[]): Promise<Map<string, string>> {
  const ids = events.flatMap(({ kind, text }) => (kind === "marked_duplicate" && isId(text) ? [text] : []));
  if (ids.length === 0) return new Map();
  const found = await ctx.db.accessRequest.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, email: true },
  });
  return new Map(found.map(({ email, id, name }) => [id, `${name} <${email}>`]));
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
    ctx.db.user.findUnique({ where: { id: userId }, select: { emailVerifiedAt: true, name: true } }),
    ctx.db.auditEvent.findFirst({
      where: { subjectId: userId, action: "login.succeeded" },
      orderBy: { at: "asc" },
      select: { at: true },
    }),
  ]);
  const steps: [TimelineKind, Date | null | undefined, string][] = [
    ["email_verified", user?.emailVerifiedAt, user?.name ?? ""],
    ["first_login", login?.at, ""],
  ];
  return steps.flatMap(([kind, at, text]) => (at ? [{ id: `${kind}-${userId}`, at, kind, actorLabel: "", text }] : []));
}
