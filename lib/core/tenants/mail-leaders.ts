import type { TenantRole } from "@/generated/prisma/enums";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { ChangedSetting, MailTemplates } from "../kernel/mail";

interface Leaders {
  tenantId: string;
  /** Default: both. */
  roles?: TenantRole[];
  exceptUserId?: string;
  accessRequestId?: string;
}

/** Skips deactivated and unverified ones. */
export async function mailLeaders<Name extends keyof MailTemplates>(
  ctx: CoreContext,
  tx: Transaction,
  { tenantId, roles = ["OWNER", "ADMIN"], exceptUserId, accessRequestId }: Leaders,
  template: Name,
  props: (name: string) => MailTemplates[Name],
): Promise<void> {
  const leaders = await tx.user.findMany({
    where: {
      tenantId,
      tenantRole: { in: roles },
      deactivatedAt: null,
      emailVerifiedAt: { not: null },
      ...(exceptUserId === undefined ? {} : { id: { not: exceptUserId } }),
    },
    orderBy: { id: "asc" },
    select: { name: true, email: true, locale: true },
  });
  for (const { name, email, locale } of leaders) {
    const mail = { template, to: email, locale, props: props(name) };
    await ctx.mailer.enqueue(tx, mail, accessRequestId === undefined ? {} : { accessRequestId });
  }
}

/** Includes the actor, so that owners learn of stolen sessions. */
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
