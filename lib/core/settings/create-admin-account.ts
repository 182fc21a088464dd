import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { ProfileSource } from "../users/profile";

/** A verified admin with a tenant of their own. Fails on an address that exists: accounts are never rewritten. */
export async function createAdminAccount(
  ctx: CoreContext,
  tx: Transaction,
  admin: { email: string; name: string; organization: string; passwordHash: string },
): Promise<ProfileSource> {
  const now = ctx.clock.now();
  const { tenant, ...user } = await tx.user.create({
    data: {
      email: admin.email,
      name: admin.name,
      passwordHash: admin.passwordHash,
      passwordChangedAt: now,
      emailVerifiedAt: now,
      isAdmin: true,
      locale: ctx.request.locale,
      createdAt: now,
      tenant: {
        create: { name: admin.organization, buyerMode: ctx.config.buyerModes[0] ?? "OTHER", createdAt: now },
      },
    },
    include: { tenant: true },
  });
  await recordAuditEvent(ctx, tx, {
    action: "instance.set_up",
    actor: "system",
    target: { type: "user", id: user.id },
    subjectId: user.id,
  });
  return { ...user, tenant, mfaEnabled: false };
}
