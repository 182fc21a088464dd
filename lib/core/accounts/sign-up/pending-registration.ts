import type { PendingRegistration } from "@/generated/prisma/client";
import { requestOfAccount } from "../../access-requests/request";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { voidUserTokens } from "../../kernel/one-time-token";
import { tooMany } from "../../kernel/unproven-senders";
import { tellOfJoining } from "../../tenants/tell-of-joining";

/** Registrations of one address that are kept besides those whose own link still works. */
const keptMax = 10;
/** Bytes that argon2 wants. */
const saltBytes = 16;

export interface NewRegistration {
  id?: string;
  passwordHash: string;
  name: string;
  organization: string;
  /** Null: the account joins an existing tenant, which keeps its name and buyer mode. */
  buyerMode: string | null;
  createdAt: Date;
}

/** Equal for all registrations of an address, so that one computation compares a password with all of them. */
export function registrationSalt({ secrets }: CoreContext, email: string): Uint8Array {
  return new Uint8Array(Buffer.from(secrets.mac("registration-salt", email), "base64url").subarray(0, saltBytes));
}

/**
 * Keeps what was registered beside the account, which has no password until a mailed link is used. Any link of the address
 * can make any of them good, so strangers can't push out what another network registered. The caller holds the account's
 * lock.
 */
export async function keepRegistration(
  ctx: CoreContext,
  tx: Transaction,
  userId: string,
  registration: NewRegistration,
): Promise<PendingRegistration> {
  const { ip, userAgent, locale } = ctx.request;
  const kept = await tx.pendingRegistration.create({ data: { ...registration, userId, ip, userAgent, locale } });
  const usable = { purpose: "EMAIL_VERIFICATION", usedAt: null, voidedAt: null } as const;
  const linkless = await tx.pendingRegistration.findMany({
    where: {
      userId,
      id: { not: kept.id },
      tokens: { none: { ...usable, expiresAt: { gt: ctx.clock.now() } } },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, ip: true, userAgent: true },
  });
  const gone = tooMany(linkless, keptMax).map(({ id }) => id);
  await tx.pendingRegistration.deleteMany({ where: { id: { in: gone } } });
  return kept;
}

/**
 * Ends every registration of an account whose address was proven, but the one that it took over. Their links stop
 * working, their passwords are gone, and so are the sign-up links of the request that the account came of.
 */
export async function endRegistrations(
  tx: Transaction,
  userId: string,
  now: Date,
  takenOver: string | null = null,
): Promise<void> {
  await voidUserTokens(tx, userId, ["EMAIL_VERIFICATION"], now);
  await voidApprovalsOf(tx, userId, now);
  if (takenOver) await tx.pendingRegistration.update({ where: { id: takenOver }, data: { passwordHash: null } });
  await tx.pendingRegistration.deleteMany({ where: { userId, ...(takenOver ? { id: { not: takenOver } } : {}) } });
}

/** Ends the sign-up links that a registration has left open. The caller holds the account, so nobody is spending them. */
export async function voidApprovalsOf(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { purpose: "APPROVAL", usedAt: null, voidedAt: null, accessRequest: requestOfAccount(userId) },
    data: { voidedAt: now },
  });
}

/**
 * The same for an account that was registered with an approval, once its address is proven: until then anyone with the link
 * may have made it. Nothing happens where the approval led into no tenant, or the account has left it.
 */
export async function tellOfApprovedJoining(ctx: CoreContext, tx: Transaction, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { tenant: true } });
  const { tenant, tenantRole: role } = user;
  const joinedBy = { joinTenantId: tenant.id, joinConfirmedAt: { not: null } };
  const approved = await tx.accessRequest.findFirst({ where: { ...requestOfAccount(userId), ...joinedBy } });
  if (approved) await tellOfJoining(ctx, tx, user, { tenant, role, approvedAs: approved.name });
}
