import { recordAuditEvent } from "../audit/record-audit-event";
import { afterId, batch, inBatches, iso } from "../kernel/batches";
import type { CoreContext } from "../kernel/context";
import { consoleRoleOf } from "../users/console-role";
import { toTeamRole } from "../users/team-roles";

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

/** The account of an address, or null. */
export async function findUserId(ctx: CoreContext, email: string): Promise<string | null> {
  return (await ctx.db.user.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}
