import type { Prisma } from "@/generated/prisma/client";
import type { ListActivityInput } from "@/lib/values/forms";
import type { UserActor } from "../actors";
import type { AuditAction } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
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
  const rows = await ctx.db.auditEvent.findMany({
    where: {
      subjectId: actor.user.id,
      action: { in: actionsOf(input.kind) },
      ...before(input.cursor),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      id: String(row.id),
      at: row.at,
      action: row.action as AuditAction,
      by: whoDid(row, actor.user.id),
      // Where an admin sits is not the account owner's business.
      ip: row.actorId === null || row.actorId === actor.user.id ? row.ip : "",
      userAgent: row.actorId === null || row.actorId === actor.user.id ? row.userAgent : "",
    })),
    nextCursor: rows.length > input.limit && last ? String(last.id) : null,
  };
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
