import type { UserActor } from "../actors";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import type { ChangedSetting } from "../mail";
import { mailLeaders } from "../tenants/mail-leaders";
import type { Operator } from "../users/operator";

/** Mails every other admin of the console which of its settings were changed, all of one change in one mail. */
export async function tellAdmins(
  ctx: CoreContext,
  tx: Transaction,
  operator: Operator,
  changes: ChangedSetting[],
  page: "settings" | "rules" = "settings",
): Promise<void> {
  const {
    id,
    name: by,
    email: byEmail,
  } = operator === "command line" ? { id: null, name: null, email: null } : operator.user;
  const others = await tx.user.findMany({
    where: { isAdmin: true, deactivatedAt: null, ...(id === null ? {} : { id: { not: id } }) },
    orderBy: { id: "asc" },
    select: { name: true, email: true, locale: true },
  });
  const at = ctx.clock.now();
  const settingsUrl = `${ctx.config.appUrl}/admin/${page}`;
  for (const { name, email, locale } of others) {
    await ctx.mailer.enqueue(tx, {
      template: "security-setting-changed",
      to: email,
      locale,
      props: { name, organization: null, by, byEmail, at, changes, settingsUrl },
    });
  }
}

/**
 * Mails everybody who leads an organization what was changed about it. Whoever did it, too: the only owner hears of what
 * a stolen session does.
 */
export function tellLeaders(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  tenant: { id: string; name: string },
  change: ChangedSetting,
): Promise<void> {
  const { name: by, email: byEmail } = actor.user;
  const at = ctx.clock.now();
  const settingsUrl = `${ctx.config.appUrl}/account/team`;
  return mailLeaders(ctx, tx, { tenantId: tenant.id }, "security-setting-changed", (name) => ({
    name,
    organization: tenant.name,
    by,
    byEmail,
    at,
    settingsUrl,
    changes: [change],
  }));
}
