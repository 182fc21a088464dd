import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { afterId, batch, inBatches, iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { openRequestOf } from "./open-request";

/** Requests for access, oldest first, of one state or of all. That they were taken away is in the audit log. */
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
      ...{ id: row.id, status: row.status.toLowerCase(), email: row.email, name: row.name },
      ...{ organization: row.organization, buyerMode: row.buyerMode, useCase: row.useCase, source: row.source },
      ...{ submittedAt: iso(row.submittedAt), decidedAt: iso(row.decidedAt), decidedBy: row.decidedBy?.email ?? "" },
    }));
  }
}

/** The request that an id names, or the one of an address that nobody has registered from, or null. */
export async function findRequestId(ctx: CoreContext, typed: string): Promise<string | null> {
  const where = isId(typed) ? { id: typed } : openRequestOf(typed);
  return (await ctx.db.accessRequest.findFirst({ where, select: { id: true } }))?.id ?? null;
}
