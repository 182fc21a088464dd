import type { AccessRequest, OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import type { TenantRole } from "@/generated/prisma/enums";
import { lockRequest, recordRequestEvent } from "../../access-requests/request";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { lockTeam } from "../../tenants/lock-team";
import { requireRoomToJoin } from "../../tenants/plan-limits";
import { tellOfApprovedJoining, voidApprovalsOf } from "./pending-registration";

export interface NewAccount extends Asked {
  email: string;
  name: string;
  emailVerifiedAt: Date | null;
  createdAt: Date;
}

/** A full tenant spends nothing. */
export type ApprovalError = "registration_requires_approval" | "plan_limit_reached" | "validation_failed";

export interface Entry {
  organization: string;
  buyerMode: string;
  /** Null for a new tenant. */
  joined: { tenant: Tenant; role: TenantRole } | null;
}

export async function openAccount(
  ctx: CoreContext,
  tx: Transaction,
  account: NewAccount,
  approval: OneTimeToken | null,
  ids: Partial<AddressIds> = {},
): Promise<Result<{ user: User; tenant: Tenant; entry: Entry }, ApprovalError>> {
  const entered = await enter(ctx, tx, approval, account, null);
  if (!entered.ok) return entered;
  const { organization: name, buyerMode, joined } = entered.value;
  const { email, emailVerifiedAt, createdAt } = account;
  const tenant =
    joined?.tenant ??
    (await tx.tenant.create({
      data: { ...(ids.tenantId ? { id: ids.tenantId } : {}), name, buyerMode, createdAt },
    }));
  const user = await tx.user.create({
    data: {
      ...(ids.userId ? { id: ids.userId } : {}),
      tenantId: tenant.id,
      ...(joined ? { tenantRole: joined.role } : {}),
      email,
      emailVerifiedAt,
      createdAt,
      name: account.name,
      passwordHash: null,
      passwordChangedAt: createdAt,
      locale: ctx.request.locale,
    },
  });
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, user);
  if (emailVerifiedAt) await voidApprovalsOf(tx, user.id, emailVerifiedAt);
  await recordAuditEvent(ctx, tx, {
    action: "user.registered",
    actor: user,
    target: { type: "tenant", id: tenant.id },
  });
  if (emailVerifiedAt) await tellOfApprovedJoining(ctx, tx, user.id);
  return ok({ user, tenant, entry: entered.value });
}

/**
 * Relies on the caller's rollback, so that a refusal spends nothing. Without an approval, `asked` counts. `existing` is
 * the address's unverified account, which the caller has locked.
 */
export async function enter(
  ctx: CoreContext,
  tx: Transaction,
  approval: OneTimeToken | null,
  asked: Asked,
  existing: Existing | null,
): Promise<Result<Entry, ApprovalError>> {
  if (!approval) {
    const { organization, buyerMode = ctx.config.buyerModes[0] ?? "OTHER" } = asked;
    if (organization === undefined) return err("validation_failed", { fieldErrors: { organization: ["required"] } });
    return ok({ organization, buyerMode, joined: null });
  }
  await holdJoinedTenant(tx, approval);
  const approved = await spendApproval(ctx, tx, approval, existing);
  if (!approved) return err("registration_requires_approval");
  const joining = await findJoinedTenant(tx, approved, existing);
  if (!joining.ok) return joining;
  const joined = joining.value;
  const fieldErrors = differsFromApproval(asked, approved, joined?.tenant.name);
  if (fieldErrors) return err("validation_failed", { fieldErrors });
  return ok({ organization: joined?.tenant.name ?? approved.organization, buyerMode: approved.buyerMode, joined });
}

type Existing = Pick<User, "id" | "tenantId">;

/** Locks the tenant before the request (request.ts). The choice can't change while the token works. */
async function holdJoinedTenant(tx: Transaction, { accessRequestId: id }: OneTimeToken): Promise<void> {
  const chosen = id ? await tx.accessRequest.findUnique({ where: { id }, select: { joinTenantId: true } }) : null;
  if (chosen?.joinTenantId) await lockTeam(tx, [], [chosen.joinTenantId]);
}

/**
 * Voids the request's other tokens, but a copied one leaves the emailed one until the address is verified
 * (endRegistrations). Returns null if the token or the approval no longer counts.
 */
async function spendApproval(
  ctx: CoreContext,
  tx: Transaction,
  { accessRequestId, id, isCopied }: OneTimeToken,
  existing: Existing | null,
): Promise<AccessRequest | null> {
  const now = ctx.clock.now();
  const open = { usedAt: null, voidedAt: null };
  if (!accessRequestId) return null;
  await lockRequest(tx, accessRequestId);
  const request = await tx.accessRequest.findUnique({ where: { id: accessRequestId } });
  if (!request || (request.undoUntil && request.undoUntil > now)) return null;
  const isAgain = request.status === "REGISTERED" && !isCopied && existing !== null && request.userId === existing.id;
  if (request.status !== "APPROVED" && !isAgain) return null;
  const spent = await tx.oneTimeToken.updateMany({
    where: { id, ...open, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (spent.count === 0) return null;
  await tx.oneTimeToken.updateMany({
    where: { accessRequestId, purpose: "APPROVAL", ...open, ...(isCopied ? { isCopied } : {}) },
    data: { voidedAt: now },
  });
  await tx.accessResubmission.deleteMany({ where: { accessRequestId } });
  return tx.accessRequest.update({
    where: { id: accessRequestId },
    data: { status: "REGISTERED", version: { increment: 1 } },
  });
}

/** Null for a new tenant, also without consent or if the chosen tenant is gone. */
async function findJoinedTenant(
  tx: Transaction,
  approved: AccessRequest,
  existing: Existing | null,
): Promise<Result<{ tenant: Tenant; role: TenantRole } | null, "plan_limit_reached">> {
  if (!approved.joinTenantId || !approved.joinConfirmedAt) return ok(null);
  const tenant = await tx.tenant.findUnique({ where: { id: approved.joinTenantId } });
  if (!tenant) return ok(null);
  const room = tenant.id === existing?.tenantId ? ok() : await requireRoomToJoin(tx, tenant.id);
  return room.ok ? ok({ tenant, role: approved.joinRole ?? "MEMBER" }) : room;
}

/** The given name may differ from the approved one. */
export async function linkRequest(
  ctx: CoreContext,
  tx: Transaction,
  requestId: string,
  { id: userId, name }: Pick<User, "id" | "name">,
): Promise<void> {
  await tx.accessRequest.update({ where: { id: requestId }, data: { userId } });
  await recordRequestEvent(ctx, tx, requestId, { kind: "registered", text: name });
}

export interface Asked {
  organization?: string | undefined;
  buyerMode?: string | undefined;
}

/** Null if nothing differs. `joins` is a tenant's name. */
export function differsFromApproval(
  asked: Asked,
  approved: Pick<AccessRequest, "organization" | "buyerMode">,
  joins?: string,
): Record<string, string[]> | null {
  const fieldErrors: Record<string, string[]> = {};
  if (!isOneOf(asked.organization, [approved.organization, joins])) fieldErrors.organization = ["as_approved"];
  if (!isOneOf(asked.buyerMode, [approved.buyerMode])) fieldErrors.buyerMode = ["as_approved"];
  return Object.keys(fieldErrors).length > 0 ? fieldErrors : null;
}

/** An absent field doesn't differ. */
function isOneOf(said: string | undefined, judged: (string | undefined)[]): boolean {
  return said === undefined || judged.some((one) => one !== undefined && folded(one) === folded(said));
}

function folded(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

export interface AddressIds {
  userId: string;
  tenantId: string;
}

/** Computes UUIDs (version 7) from the address, to reveal no account. */
export function addressIds(ctx: CoreContext, email: string): AddressIds {
  return { userId: idOf(ctx, "user", email), tenantId: idOf(ctx, "tenant", email) };
}

function idOf({ secrets }: CoreContext, kind: string, email: string): string {
  const hex = Buffer.from(secrets.mac("address-id", `${kind}|${email}`), "base64url").toString("hex");
  const variant = "89ab"[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Empty if a former account of the address had them. */
export async function unusedAddressIds(ctx: CoreContext, tx: Transaction, email: string): Promise<Partial<AddressIds>> {
  const ids = addressIds(ctx, email);
  const [found] = await tx.$queryRaw<{ used: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM tenants WHERE id = ${ids.tenantId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE subject_id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE actor_id = ${ids.userId}::uuid) AS used`;
  return found?.used ? {} : ids;
}
