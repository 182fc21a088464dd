import type { User } from "@/generated/prisma/client";
import { lockRequest } from "../../access-requests/lock-request";
import { openRequestOf, requestOfAccount } from "../../access-requests/open-request";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { forgetAttempts } from "../../sign-in/attempt";
import { lockTeam } from "../../tenants/lock-team";
import { canLead, deleteTenantIfEmpty } from "../../tenants/membership";
import { setRole } from "../../tenants/set-role";
import { eraseMailsOf } from "./erase-mails";

/** Accounts removed by one call at most. */
const batch = 100;

/** Removes the accounts whose seven days are over, each in a transaction of its own. */
export async function completeDueDeletions(ctx: CoreContext): Promise<number> {
  const isDue = { deletionDueAt: { lte: ctx.clock.now() } };
  const due = await ctx.db.user.findMany({ where: isDue, select: { id: true, tenantId: true }, take: batch });
  let done = 0;
  for (const { id, tenantId } of due) {
    await ctx.db.$transaction(async (tx) => {
      // Whoever inherits the team is held before the tenant, like everybody whom a change of roles touches.
      const heir = await findHeir(tx, tenantId, id);
      await lockTeam(tx, heir ? [id, heir.id] : [id], [tenantId]);
      const user = await tx.user.findFirst({ where: { id, tenantId, ...isDue } });
      // Another heir is not held: the next round has them.
      if (!user || (await findHeir(tx, tenantId, id))?.id !== heir?.id) return;
      await remove(ctx, tx, user);
      done += 1;
    });
  }
  return done;
}

/** What belongs to the account alone goes with it; the audit log keeps what was done. */
async function remove(ctx: CoreContext, tx: Transaction, user: User): Promise<void> {
  const { email, tenantId } = user;
  // A registered request of this address that names another account is of whoever had the address before.
  const own = { OR: [requestOfAccount(user.id), openRequestOf(email), { email, userId: null }] };
  const requests = (await tx.accessRequest.findMany({ where: own, select: { id: true }, orderBy: { id: "asc" } })).map(
    ({ id }) => id,
  );
  // Whoever decides on one holds it before its mails.
  for (const id of requests) await lockRequest(tx, id);
  const ofRequests = { accessRequestId: { in: requests } };
  await tx.oneTimeToken.deleteMany({ where: { email, OR: [{ userId: null }, { userId: user.id }] } });
  // Reviewers and the people of a tenant were mailed about their request, too.
  await tx.mail.deleteMany({ where: ofRequests });
  await eraseMailsOf(tx, user);
  await tx.webhookDelivery.deleteMany({ where: ofRequests });
  await tx.accessRequest.deleteMany({ where: own });
  await forgetAttempts(tx, user.id);
  await tx.user.delete({ where: { id: user.id } });
  await leaveTenant(ctx, tx, tenantId);
  await recordAuditEvent(ctx, tx, {
    action: "user.deleted",
    actor: "system",
    target: { type: "user", id: user.id },
    subjectId: user.id,
  });
  await ctx.mailer.enqueue(tx, {
    template: "account-deleted",
    to: email,
    locale: user.locale,
    props: { name: user.name },
  });
}

/**
 * A tenant without members goes too; one that no owner can lead belongs to whoever has been there longest. Where no
 * member can lead, none is made an owner.
 */
async function leaveTenant(ctx: CoreContext, tx: Transaction, tenantId: string): Promise<void> {
  await deleteTenantIfEmpty(tx, tenantId);
  const heir = await findHeir(tx, tenantId, null);
  if (heir && heir.tenantRole !== "OWNER") await setRole(ctx, tx, "system", heir.tenant, heir, "OWNER");
}

/** Of those who can lead: an owner, else the longest-standing admin, else the longest-standing member. */
function findHeir(tx: Transaction, tenantId: string, exceptId: string | null) {
  return tx.user.findFirst({
    where: { tenantId, ...canLead, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    orderBy: [{ tenantRole: "asc" }, { createdAt: "asc" }],
    include: { tenant: true },
  });
}
