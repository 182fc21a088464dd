import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { ChangedSetting } from "../kernel/mail";
import type { Operator } from "../users/operator";

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
