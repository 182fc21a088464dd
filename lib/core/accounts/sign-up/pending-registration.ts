import type { PendingRegistration } from "@/generated/prisma/client";
import { requestOfAccount } from "../../access-requests/request";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { voidUserTokens } from "../../kernel/one-time-token";
import { tooMany } from "../../kernel/unproven-senders";
import { tellOfJoining } from "../../tenants/tell-of-joining";

/** Per address, besides registrations whose link still works. */
const keptMax = 10;
const saltBytes = 16;

export interface NewRegistration {
  id?: string;
  passwordHash: string;
  name: string;
  organization: string;
  /** Null if the account joins an existing tenant. */
  buyerMode: string | null;
  createdAt: Date;
}

/** Lets one computation compare all of an address's passwords. */
export function registrationSalt({ secrets }: CoreContext, email: string): Uint8Array {
  return new Uint8Array(Buffer.from(secrets.mac("registration-salt", email), "base64url").subarray(0, saltBytes));
}

/** Never pushes out another network's registration. Needs the account's lock. */
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

/** Ends all other registrations with their links and passwords, and the request's sign-up links. */
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

/** Needs the account's lock. */
export async function voidApprovalsOf(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.oneTimeToken.updateMany({
    where: { purpose: "APPROVAL", usedAt: null, voidedAt: null, accessRequest: requestOfAccount(userId) },
    data: { voidedAt: now },
  });
}

/** Needs a verified address, because anyone with the link may have registered. */
export async function tellOfApprovedJoining(ctx: CoreContext, tx: Transaction, userId: string): Promise<void> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { tenant: true } });
  const { tenant, tenantRole: role } = user;
  const joinedBy = { joinTenantId: tenant.id, joinConfirmedAt: { not: null } };
  const approved = await tx.accessRequest.findFirst({ where: { ...requestOfAccount(userId), ...joinedBy } });
  if (approved) await tellOfJoining(ctx, tx, user, { tenant, role, approvedAs: approved.name });
}
