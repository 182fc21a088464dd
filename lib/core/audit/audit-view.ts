import type { AuditEventModel } from "@/generated/prisma/models";
import type { AuditActor } from "@/lib/values/audit";
import type { CoreContext } from "../kernel/context";

/** An event as admins read it. */
export interface AuditView {
  id: string;
  at: Date;
  actor: { type: AuditActor; id: string | null; label: string };
  action: string;
  target: { type: string; id: string } | null;
  /** The account that it concerns. */
  subjectId: string | null;
  ip: string;
  userAgent: string;
  requestId: string;
  details: Record<string, unknown>;
  /** Place in the chain; null while it waits for its seal. */
  sequence: string | null;
  /** Hexadecimal; null while it waits. */
  hash: string | null;
}

/** With what its ids stand for today, where that is still there. */
export interface NamedAuditView extends AuditView {
  targetName: string | null;
  subjectEmail: string | null;
}

export function toAuditView(row: AuditEventModel): AuditView {
  const { id, at, action, subjectId, ip, userAgent, requestId } = row;
  const details = (row.details ?? {}) as Record<string, unknown>;
  return {
    ...{ id: String(id), at, action, subjectId, ip, userAgent, requestId, details },
    actor: { type: actorOf(row, details), id: row.actorId, label: row.actorLabel },
    target: row.targetType && row.targetId ? { type: row.targetType, id: row.targetId } : null,
    sequence: row.sequence === null ? null : String(row.sequence),
    hash: row.hash === null ? null : Buffer.from(row.hash).toString("hex"),
  };
}

function actorOf({ action, actorType }: AuditEventModel, details: Record<string, unknown>): AuditActor {
  if (actorType === "USER" && (action === "api_key.used" || typeof details.apiKeyId === "string")) return "api_key";
  return actorType.toLowerCase() as Lowercase<typeof actorType>;
}

/** One query for each kind of thing on the page. */
export async function nameTargets(ctx: CoreContext, views: AuditView[]): Promise<NamedAuditView[]> {
  const idsOf = (type: string) => views.flatMap(({ target }) => (target?.type === type ? [target.id] : []));
  const subjects = views.flatMap(({ subjectId }) => (subjectId ? [subjectId] : []));
  const [users, requests, tenants, projects, keys] = await Promise.all([
    emails(ctx, [...idsOf("user"), ...subjects]),
    ctx.db.accessRequest.findMany({
      where: { id: { in: idsOf("access_request") } },
      select: { id: true, email: true },
    }),
    ctx.db.tenant.findMany({ where: { id: { in: idsOf("tenant") } }, select: { id: true, name: true } }),
    ctx.db.project.findMany({ where: { id: { in: idsOf("project") } }, select: { id: true, name: true } }),
    ctx.db.apiKey.findMany({ where: { id: { in: idsOf("api_key") } }, select: { id: true, name: true } }),
  ]);
  const names = new Map<string, string>(users);
  for (const { id, email } of requests) names.set(id, email);
  for (const { id, name } of [...tenants, ...projects, ...keys]) names.set(id, name);
  return views.map((view) => ({
    ...view,
    targetName: view.target ? (names.get(view.target.id) ?? null) : null,
    subjectEmail: view.subjectId ? (names.get(view.subjectId) ?? null) : null,
  }));
}

async function emails(ctx: CoreContext, ids: string[]): Promise<Map<string, string>> {
  const rows = await ctx.db.user.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
  return new Map(rows.map(({ id, email }) => [id, email]));
}
