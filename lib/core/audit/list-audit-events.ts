import type { Prisma } from "@/generated/prisma/client";
import type { AuditEventModel } from "@/generated/prisma/models";
import type { AuditFilter, ListAuditInput } from "@/lib/values/audit";
import { readMoment } from "@/lib/values/moments";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { auditWhere } from "./audit-filter";
import { type NamedAuditView, nameTargets, toAuditView } from "./audit-view";

export interface AuditPage {
  items: NamedAuditView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** The audit log, newest first. */
export async function listAuditEvents(ctx: CoreContext, _admin: AdminActor, input: ListAuditInput): Promise<AuditPage> {
  const where = await auditWhere(ctx, input);
  const rows = await readEvents(ctx, { AND: [where, before(input.cursor)] }, input.limit + 1);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: await nameTargets(ctx, page.map(toAuditView)),
    nextCursor: rows.length > input.limit && last ? cursorOf(last) : null,
  };
}

const batch = 500;

/** All of it, in batches: what comes in while it is read is not part of it. */
export async function* readAuditEvents(ctx: CoreContext, filter: AuditFilter): AsyncGenerator<AuditEventModel[]> {
  const where = await auditWhere(ctx, { ...filter, to: filter.to ?? new Date(ctx.clock.now().getTime() + 1) });
  let cursor: string | undefined;
  for (;;) {
    const rows = await readEvents(ctx, { AND: [where, before(cursor)] }, batch);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    cursor = cursorOf(last);
  }
}

function readEvents(ctx: CoreContext, where: Prisma.AuditEventWhereInput, take: number): Promise<AuditEventModel[]> {
  return ctx.db.auditEvent.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], take });
}

function cursorOf({ at, id }: AuditEventModel): string {
  return `${at.toISOString()}_${id}`;
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
function before(cursor: string | undefined): Prisma.AuditEventWhereInput {
  const [text = "", id = ""] = cursor?.split("_") ?? [];
  const at = readMoment(text);
  if (!at || !/^\d{1,18}$/.test(id)) return {};
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { at, id: { lt: BigInt(id) } }] };
}
