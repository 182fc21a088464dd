import type { User } from "@/generated/prisma/client";
import { openRequestOf, requestOfAccount } from "../../access/open-request";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../context";
import type { Transaction } from "../../database";
import { forgetAttempts } from "../../login/attempt";
import { lockTeam } from "../../team/lock-team";
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
      if (!user) return;
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
  const requests = (await tx.accessRequest.findMany({ where: own, select: { id: true } })).map(({ id }) => id);
  const ofRequests = { accessRequestId: { in: requests } };
  await tx.oneTimeToken.deleteMany({ where: { email, OR: [{ userId: null }, { userId: user.id }] } });
  // Reviewers and the people of a tenant were mailed about their request, too.
  await tx.mail.deleteMany({ where: ofRequests });
  await eraseMailsOf(tx, user);
  await tx.webhookDelivery.deleteMany({ where: ofRequests });
  await tx.accessRequest.deleteMany({ where: own });
  await forgetAttempts(tx, user.id);
  await tx.user.delete({ where: { id: user.id } });
  await leaveTenant(tx, tenantId);
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

/** A tenant without members goes too; one that lost its last owner since belongs to whoever has been there longest. */
async function leaveTenant(tx: Transaction, tenantId: string): Promise<void> {
  const heir = await findHeir(tx, tenantId, null);
  if (!heir) await tx.tenant.delete({ where: { id: tenantId } });
  else if (heir.tenantRole !== "OWNER") {
    await tx.user.update({ where: { id: heir.id }, data: { tenantRole: "OWNER" } });
  }
}

/** An owner, else the longest-standing admin, else the longest-standing member. */
function findHeir(tx: Transaction, tenantId: string, exceptId: string | null) {
  return tx.user.findFirst({
    where: { tenantId, ...(exceptId === null ? {} : { id: { not: exceptId } }) },
    orderBy: [{ tenantRole: "asc" }, { createdAt: "asc" }],
    select: { id: true, tenantRole: true },
  });
}
