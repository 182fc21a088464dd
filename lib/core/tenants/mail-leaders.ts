import type { TenantRole } from "@/generated/prisma/enums";
import type { CoreContext } from "../context";
import type { Transaction } from "../database";
import type { MailTemplates } from "../mail";

interface Leaders {
  tenantId: string;
  /** Both, unless said otherwise. */
  roles?: TenantRole[];
  /** Who did it, and needs no mail about it. */
  exceptUserId?: string;
  /** The request that it is about. */
  accessRequestId?: string;
}

/**
 * Mails the owners and admins of a tenant, each in their language. Those whose account is deactivated or whose address
 * isn't verified are left out.
 */
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
