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
  /** Who did it: the account itself, an admin, somebody of the organization, the server, or nobody who was signed in. */
  by: "you" | "admin" | "member" | "system" | "unknown";
  ip: string;
  userAgent: string;
  /** The name of the member whom it was done to. Null: the account itself, or nobody who is a member. */
  member: string | null;
}

export interface ActivityPage {
  items: Activity[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/**
 * The account's own security log, newest first: what was done to it, by whom, with what and from where. Who leads an
 * organization finds there, too, what was done to it.
 */
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
      // Where an admin sits is not the account owner's business.
      ip: row.actorId === null || row.actorId === actor.user.id ? row.ip : "",
      userAgent: row.actorId === null || row.actorId === actor.user.id ? row.userAgent : "",
      member: (row.subjectId && members.get(row.subjectId)) ?? null,
    })),
    nextCursor,
  };
}

/** Of those in the actor's tenant whom something was done to, the names; without the actor's own. */
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
  /** Address or name at that time; empty for somebody who was not signed in. */
  actor: string;
}

/** The same log as an admin sees it: with who did it, and from where. */
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
      ...{ id: String(id), at, action: action as AuditAction, actor: actorLabel, ip, userAgent },
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

/** A cursor that is not one of ours starts from the beginning. */
function before(cursor: string | undefined): Prisma.AuditEventWhereInput {
  return cursor && /^\d{1,18}$/.test(cursor) ? { id: { lt: BigInt(cursor) } } : {};
}

/** Actions of one kind, or of every kind that activity shows. */
function actionsOf(kind: ActivityKind | undefined): AuditAction[] {
  return auditActionNames.filter((action) => {
    const { activity } = auditedAs(action);
    return kind ? activity === kind : activity !== undefined;
  });
}

function organizationActionsOf(kind: ActivityKind | undefined): AuditAction[] {
  return actionsOf(kind).filter((action) => auditedAs(action).organization);
}
