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

/** The tenant that the approval chose may be full by now: then nothing is spent, and the bearer can come again. */
export type ApprovalError = "registration_requires_approval" | "plan_limit_reached" | "validation_failed";

/** What an account may call its own from the beginning. */
export interface Entry {
  organization: string;
  buyerMode: string;
  /** Null: a tenant of its own. */
  joined: { tenant: Tenant; role: TenantRole } | null;
}

/**
 * Account without a password, tenant and spent token; what the way in needs besides is its own. The tenant is a new one,
 * unless the approval chose an existing one to join.
 */
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
 * Spends the approval, if there is one, and takes from it what a reviewer has judged: organization and buyer mode. A sender
 * who says something else is refused, and the caller's transaction then spends nothing. Without an approval the sender's
 * word counts. `existing`: the unverified account of the address, which the caller holds.
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

/** Tenants are held before requests (lib/core/access-requests/lock-request.ts). What an approval chose stays while its token works. */
async function holdJoinedTenant(tx: Transaction, { accessRequestId: id }: OneTimeToken): Promise<void> {
  const chosen = id ? await tx.accessRequest.findUnique({ where: { id }, select: { joinTenantId: true } }) : null;
  if (chosen?.joinTenantId) await lockTeam(tx, [], [chosen.joinTenantId]);
}

/**
 * Spends an approval token, and every other one of the same request with it. One that a reviewer has copied spends copied
 * ones alone: the mailed link stays good until the address is verified (endRegistrations), also for an account that was
 * registered with a copied one. Nothing of an approval works while it can be undone. Returns the approved request, or null
 * when the token was spent or withdrawn, or its request is no longer approved.
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

/**
 * The existing tenant that an approval lets its bearer join, with the role there. Null when it chose none, when nobody who
 * leads it has agreed, or when it has gone since: then the bearer gets one of their own. Whoever is there already takes no
 * further place.
 */
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

/** The timeline keeps the name that was given, which reviewers see beside the one that they approved. */
export async function linkRequest(
  ctx: CoreContext,
  tx: Transaction,
  requestId: string,
  { id: userId, name }: Pick<User, "id" | "name">,
): Promise<void> {
  await tx.accessRequest.update({ where: { id: requestId }, data: { userId } });
  await recordRequestEvent(ctx, tx, requestId, { kind: "registered", text: name });
}

/** What the sender says of what a reviewer has judged. */
export interface Asked {
  organization?: string | undefined;
  buyerMode?: string | undefined;
}

/**
 * Rule names by field where the sender says something else than was approved; null where nothing differs. `joins`: the name
 * of the tenant that the approval leads into, which the sign-up page shows in place of what was applied for.
 */
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

/** A field that was left out says nothing else. */
function isOneOf(said: string | undefined, judged: (string | undefined)[]): boolean {
  return said === undefined || judged.some((one) => one !== undefined && folded(one) === folded(said));
}

/** Case and white space are not what a reviewer judges. */
function folded(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

export interface AddressIds {
  userId: string;
  tenantId: string;
}

/**
 * The ids that an open sign-up answers for an address, whatever there is of it: computed, so that they tell nobody whether
 * the address has an account. In the form of our rows' ids (version 7), without their time.
 */
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

/**
 * The same for the rows of a new account, so that a program finds under `profile` the id that it was answered. Empty when a
 * former account of the address had them: its history is not this one's.
 */
export async function unusedAddressIds(ctx: CoreContext, tx: Transaction, email: string): Promise<Partial<AddressIds>> {
  const ids = addressIds(ctx, email);
  const [found] = await tx.$queryRaw<{ used: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM tenants WHERE id = ${ids.tenantId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE subject_id = ${ids.userId}::uuid)
      OR EXISTS (SELECT FROM audit_events WHERE actor_id = ${ids.userId}::uuid) AS used`;
  return found?.used ? {} : ids;
}
