import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue, QueueFilterInput } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import { afterId, batch, inBatches, iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { getSettings } from "../settings/get-settings";
import { afterCursor, cursorOf, queueOrder, queueWhere, sortOf } from "./filter";
import { openRequestOf } from "./request";
import { settleDueRequests } from "./settle";
import { accessRequestInclude, type RequestData, statusValues, toAccessRequests } from "./view";

const exportBatch = 200;

/** Audits filter names only, since a search may contain an address. */
export function exportAccessRequests(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: QueueFilterInput,
): Result<AsyncGenerator<RequestData[]>, "step_up_required"> {
  const recent = requireRecentProof(ctx, reviewer);
  return recent.ok ? ok(readExport(ctx, reviewer, input)) : recent;
}

async function* readExport(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: QueueFilterInput,
): AsyncGenerator<RequestData[]> {
  await settleDueRequests(ctx);
  const filters = Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  await recordAuditEvent(ctx, ctx.db, { action: "access_request.exported", actor: reviewer, details: { filters } });
  const settings = await getSettings(ctx);
  const sort = sortOf(input);
  let cursor: string | undefined;
  for (;;) {
    const rows = await ctx.db.accessRequest.findMany({
      where: { AND: [queueWhere(ctx, reviewer.user.id, input), afterCursor(sort, cursor)] },
      include: accessRequestInclude,
      orderBy: queueOrder(sort),
      take: exportBatch,
    });
    if (rows.length > 0) yield await toAccessRequests(ctx, ctx.db, rows, settings);
    const last = rows.at(-1);
    if (!last || rows.length < exportBatch) return;
    cursor = cursorOf(sort, last);
  }
}

export async function* readRequestRows(ctx: CoreContext, status: AccessRequestStatusValue | null) {
  const exported = { action: "access_request.exported", actor: "command line" } as const;
  await recordAuditEvent(ctx, ctx.db, { ...exported, details: { filters: status === null ? {} : { status } } });
  const wanted = status === null ? {} : { status: status.toUpperCase() as AccessRequestStatus };
  const batches = inBatches((after) =>
    ctx.db.accessRequest.findMany({
      where: { ...wanted, ...afterId(after) },
      orderBy: { id: "asc" },
      take: batch,
      include: { decidedBy: { select: { email: true } } },
    }),
  );
  for await (const rows of batches) {
    yield rows.map((row) => ({
      id: row.id,
      status: statusValues[row.status],
      email: row.email,
      name: row.name,
      organization: row.organization,
      buyerMode: row.buyerMode,
      useCase: row.useCase,
      source: row.source,
      submittedAt: iso(row.submittedAt),
      decidedAt: iso(row.decidedAt),
      decidedBy: row.decidedBy?.email ?? "",
    }));
  }
}

export async function findRequestId(ctx: CoreContext, typed: string): Promise<string | null> {
  const where = isId(typed) ? { id: typed } : openRequestOf(typed);
  return (await ctx.db.accessRequest.findFirst({ where, select: { id: true } }))?.id ?? null;
}
