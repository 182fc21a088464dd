import type { AccessRequestStatus } from "@/generated/prisma/enums";
import type { AccessRequestStatusValue } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { openRequestOf } from "../access/open-request";
import { toAuditView } from "../audit/audit-view";
import { readAuditEvents } from "../audit/list-audit-events";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { toTeamRole } from "../team/roles";
import { consoleRoleOf } from "../users/change-user-role";

/** Rows read at a time: a list may be longer than the memory. */
const batch = 500;

/** Reads a table from its oldest row on, batch by batch, by the id of the last row read. */
async function* inBatches<Row extends { id: string }>(read: (after: string | null) => Promise<Row[]>) {
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await read(after);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < batch) return;
  }
}

const afterId = (after: string | null) => (after === null ? {} : { id: { gt: after } });
const iso = (moment: Date | null) => moment?.toISOString() ?? "";

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

/** Accounts, oldest first: nothing that opens one. That they were taken away is in the audit log. */
export async function* readUserRows(ctx: CoreContext) {
  await recordAuditEvent(ctx, ctx.db, {
    ...{ action: "user.exported", actor: "command line" },
    details: { what: "all accounts" },
  });
  const batches = inBatches((after) =>
    ctx.db.user.findMany({
      where: afterId(after),
      orderBy: { id: "asc" },
      take: batch,
      relationLoadStrategy: "join",
      include: { tenant: { select: { name: true, plan: true } }, totpCredential: { select: { userId: true } } },
    }),
  );
  for await (const rows of batches) {
    yield rows.map((row) => ({
      ...{ id: row.id, email: row.email, name: row.name, rights: consoleRoleOf(row) },
      ...{ tenant: row.tenant.name, plan: row.tenant.plan, tenantRole: toTeamRole(row.tenantRole) },
      ...{ mfa: row.totpCredential === null ? "off" : "on", emailVerifiedAt: iso(row.emailVerifiedAt) },
      ...{ deactivatedAt: iso(row.deactivatedAt), createdAt: iso(row.createdAt) },
    }));
  }
}

/** The audit log, newest first. That it was taken away is an event of its own. */
export async function* readAuditRows(ctx: CoreContext, format: "csv" | "json") {
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: "command line", details: { format } });
  for await (const rows of readAuditEvents(ctx, {})) {
    yield rows.map(toAuditView).map((event) => ({
      ...{ id: event.id, at: iso(event.at), actor: event.actor.label, actorType: event.actor.type },
      ...{ action: event.action, target: event.target?.type ?? "", targetId: event.target?.id ?? "" },
      ...{ ip: event.ip, userAgent: event.userAgent, requestId: event.requestId },
      ...{ details: JSON.stringify(event.details), sequence: event.sequence ?? "", hash: event.hash ?? "" },
    }));
  }
}

/** The account of an address, or null. */
export async function findUserId(ctx: CoreContext, email: string): Promise<string | null> {
  return (await ctx.db.user.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}

/** The request that an id names, or the one of an address that nobody has registered from, or null. */
export async function findRequestId(ctx: CoreContext, typed: string): Promise<string | null> {
  const where = isId(typed) ? { id: typed } : openRequestOf(typed);
  return (await ctx.db.accessRequest.findFirst({ where, select: { id: true } }))?.id ?? null;
}
