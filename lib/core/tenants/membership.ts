import type { Prisma } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { revokeLostInvitations } from "./invitation-sender";

export const canLead = {
  deactivatedAt: null,
  emailVerifiedAt: { not: null },
  deletionDueAt: null,
} satisfies Prisma.UserWhereInput;

/** Null: not an active member. Call it under the organization's lock. */
export async function roleIn(
  tx: CoreContext["db"] | Transaction,
  tenantId: string,
  userId: string,
): Promise<TenantRole | null> {
  const found = await tx.user.findUnique({
    where: { id: userId, tenantId, deactivatedAt: null },
    select: { tenantRole: true },
  });
  return found?.tenantRole ?? null;
}

export async function hasAnotherOwner(
  tx: CoreContext["db"] | Transaction,
  tenantId: string,
  userId: string,
): Promise<boolean> {
  const others = await tx.user.count({
    where: { tenantId, tenantRole: "OWNER", id: { not: userId }, ...canLead },
  });
  return others > 0;
}

export async function moveToOwnTenant(
  ctx: CoreContext,
  tx: Transaction,
  user: { id: string; name: string; tenantId: string },
): Promise<void> {
  const left = await tx.tenant.findUniqueOrThrow({ where: { id: user.tenantId }, select: { buyerMode: true } });
  const own = await tx.tenant.create({
    data: { name: user.name, buyerMode: left.buyerMode, createdAt: ctx.clock.now() },
  });
  await tx.user.update({
    where: { id: user.id },
    data: { tenantId: own.id, tenantRole: "OWNER", tenantJoinedAt: ctx.clock.now() },
  });
  await endAccessIn(ctx, tx, user.id, user.tenantId);
}

/** Rejoining must not revive keys and invitations. */
export async function endAccessIn(ctx: CoreContext, tx: Transaction, userId: string, tenantId: string): Promise<void> {
  await tx.apiKey.updateMany({
    where: { userId, tenantId, revokedAt: null },
    data: { revokedAt: ctx.clock.now() },
  });
  await revokeLostInvitations(ctx, tx, userId, tenantId);
}

/** Call it under the organization's lock. */
export async function deleteTenantIfEmpty(tx: Transaction, tenantId: string): Promise<void> {
  await tx.tenant.deleteMany({ where: { id: tenantId, users: { none: {} } } });
}
