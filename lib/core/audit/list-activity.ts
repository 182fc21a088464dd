import type { Prisma } from "@/generated/prisma/client";
import type { ListActivityInput } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import type { AdminActor, UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";
import { type ActivityKind, type AuditAction, auditActionNames, auditedAs } from "./actions";

export interface Activity {
  id: string;
  at: Date;
  action: AuditAction;
  /** `admin`: console. `member`: organization. `unknown`: not signed in. */
  by: "you" | "admin" | "member" | "system" | "unknown";
  ip: string;
  userAgent: string;
  /** Null: the account itself, or no member. */
  member: string | null;
}

export interface ActivityPage {
  items: Activity[];
  /** Opaque. Null on the last page. */
  nextCursor: string | null;
}

/** Newest first. Owners and admins also get their organization's changes. */
export async function listActivity(
  ctx: CoreContext,
  actor: UserActor,
  input: ListActivityInput,
): Promise<ActivityPage> {
  const { rows, nextCursor } = await eventsAbout(ctx, actor.user.id, input, leads(actor) ? actor.tenant.id : null);
  const members = await namesOf(ctx, actor, rows);
  return {
    items: rows.map((row) => ({
      id: String(row.id),
      at: row.at,
      action: row.action as AuditAction,
      by: whoDid(row, actor.user.id),
      // Hides an admin's address from the account's owner.
      ip: row.actorId === null || row.actorId === actor.user.id ? row.ip : "",
      userAgent: row.actorId === null || row.actorId === actor.user.id ? row.userAgent : "",
      member: (row.subjectId && members.get(row.subjectId)) ?? null,
    })),
    nextCursor,
  };
}

async function namesOf(ctx: CoreContext, actor: UserActor, rows: { subjectId: string | null }[]) {
  const others = new Set(rows.flatMap(({ subjectId }) => (subjectId ? [subjectId] : [])));
  others.delete(actor.user.id);
  if (others.size === 0) return new Map<string, string>();
  const members = await ctx.db.user.findMany({
    where: { id: { in: [...others] }, tenantId: actor.tenant.id },
    select: { id: true, name: true },
  });
  return new Map(members.map(({ id, name }) => [id, name]));
}

export interface UserActivity extends Omit<Activity, "by" | "member"> {
  /** Address at that time. Empty: not signed in. */
  actor: string;
}

export async function listUserActivity(
  ctx: CoreContext,
  _admin: AdminActor,
  input: ListActivityInput & { id: string },
): Promise<Result<{ items: UserActivity[]; nextCursor: string | null }, "user_not_found">> {
  if (!isId(input.id)) return err("user_not_found");
  if ((await ctx.db.user.count({ where: { id: input.id } })) === 0) return err("user_not_found");
  const { rows, nextCursor } = await eventsAbout(ctx, input.id, input);
  return ok({
    items: rows.map(({ id, at, action, actorLabel, ip, userAgent }) => ({
      id: String(id),
      at,
      action: action as AuditAction,
      actor: actorLabel,
      ip,
      userAgent,
    })),
    nextCursor,
  });
}

function leads({ user }: UserActor): boolean {
  return user.tenantRole !== "MEMBER";
}

async function eventsAbout(
  ctx: CoreContext,
  subjectId: string,
  input: ListActivityInput,
  tenantId: string | null = null,
) {
  const own = { subjectId, action: { in: actionsOf(input.kind) } };
  const ofTenant = { tenantId, action: { in: organizationActionsOf(input.kind) } };
  const rows = await ctx.db.auditEvent.findMany({
    where: { ...(tenantId === null ? own : { OR: [own, ofTenant] }), ...before(input.cursor) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > input.limit && last ? String(last.id) : null };
}

function whoDid(row: { actorType: string; actorId: string | null }, userId: string): Activity["by"] {
  if (row.actorId === userId) return "you";
  if (row.actorType === "SYSTEM") return "system";
  if (row.actorId === null) return "unknown";
  return row.actorType === "ADMIN" ? "admin" : "member";
}

/** Starts over on a malformed cursor. */
function before(cursor: string | undefined): Prisma.AuditEventWhereInput {
  return cursor && /^\d{1,18}$/.test(cursor) ? { id: { lt: BigInt(cursor) } } : {};
}

function actionsOf(kind: ActivityKind | undefined): AuditAction[] {
  return auditActionNames.filter((action) => {
    const { activity } = auditedAs(action);
    return kind ? activity === kind : activity !== undefined;
  });
}

function organizationActionsOf(kind: ActivityKind | undefined): AuditAction[] {
  return actionsOf(kind).filter((action) => auditedAs(action).organization);
}
