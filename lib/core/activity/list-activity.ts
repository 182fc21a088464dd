import type { Prisma } from "@/generated/prisma/client";
import type { ListActivityInput } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import type { AdminActor, UserActor } from "../actors";
import type { AuditAction } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { err, ok, type Result } from "../result";
import { actionsOf } from "./activity-kinds";

export interface Activity {
  id: string;
  at: Date;
  action: AuditAction;
  /** Who did it: the account itself, an admin, the server, or somebody who was not signed in. */
  by: "you" | "admin" | "system" | "unknown";
  ip: string;
  userAgent: string;
}

export interface ActivityPage {
  items: Activity[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** The account's own security log, newest first: what was done to it, by whom, with what and from where. */
export async function listActivity(
  ctx: CoreContext,
  actor: UserActor,
  input: ListActivityInput,
): Promise<ActivityPage> {
  const { rows, nextCursor } = await eventsAbout(ctx, actor.user.id, input);
  return {
    items: rows.map((row) => ({
      id: String(row.id),
      at: row.at,
      action: row.action as AuditAction,
      by: whoDid(row, actor.user.id),
      // Where an admin sits is not the account owner's business.
      ip: row.actorId === null || row.actorId === actor.user.id ? row.ip : "",
      userAgent: row.actorId === null || row.actorId === actor.user.id ? row.userAgent : "",
    })),
    nextCursor,
  };
}

export interface UserActivity extends Omit<Activity, "by"> {
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

async function eventsAbout(ctx: CoreContext, subjectId: string, input: ListActivityInput) {
  const rows = await ctx.db.auditEvent.findMany({
    where: { subjectId, action: { in: actionsOf(input.kind) }, ...before(input.cursor) },
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
  return row.actorId === null ? "unknown" : "admin";
}

/** A cursor that is not one of ours starts from the beginning. */
function before(cursor: string | undefined): Prisma.AuditEventWhereInput {
  return cursor && /^\d{1,18}$/.test(cursor) ? { id: { lt: BigInt(cursor) } } : {};
}
