import type { AccessRequest, OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import type { RegisterInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../../kernel/database";
import { findToken, tokenState } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { deleteTenantIfEmpty } from "../../tenants/membership";
import { turnOf } from "../../users/account-gate";
import { findLocked, type Known, tellOwner } from "../../users/known-address";
import { type Profile, toProfile } from "../../users/profile";
import { checkNewPassword } from "../../users/set-password";
import {
  type ApprovalError,
  type Asked,
  addressIds,
  differsFromApproval,
  type Entry,
  enter,
  linkRequest,
  type NewAccount,
  openAccount,
  unusedAddressIds,
} from "./create-account";
import { endRegistrations, keepRegistration, registrationSalt, tellOfApprovedJoining } from "./pending-registration";
import { sendVerification } from "./registration-mail";
import { takeOver } from "./verify-email";

export interface Registration {
  user: { id: string; email: string; name: string; emailVerified: false; createdAt: Date };
  tenant: { id: string; name: string };
  profile: Profile;
}

type RegisterError = ApprovalError | "password_rejected" | "email_taken";

type OpenApproval = OneTimeToken & { accessRequest: AccessRequest | null };

interface Options {
  /** For APIs that document `email_taken`. */
  admitsTaken?: boolean;
  /** Reveals nothing of the address. */
  registrationId?: string;
}

/**
 * Sets no password until the link is used (ADR 0024). Refusals spend no token. With SIGNUP=open, the answer reveals
 * no account.
 */
export async function register(
  ctx: CoreContext,
  input: RegisterInput,
  options: Options = {},
): Promise<Result<Registration, RegisterError>> {
  const { buyerMode, password, email, name } = input;
  const approval = await findOpenApproval(ctx, input);
  if (!approval && buyerMode !== undefined && !ctx.config.buyerModes.includes(buyerMode)) {
    return err("validation_failed", { fieldErrors: { buyerMode: ["buyer_mode"] } });
  }
  if (!approval && (input.approvalToken !== undefined || ctx.config.signup !== "open")) {
    return err("registration_requires_approval");
  }
  const organization = input.organization ?? approval?.accessRequest?.organization;
  if (organization === undefined) return err("validation_failed", { fieldErrors: { organization: ["required"] } });
  const acceptable = await checkNewPassword(ctx, password, { email, name, organization });
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(password, turnOf(ctx, null), registrationSalt(ctx, email));
  const createdAt = ctx.clock.now();
  const write = () => writeRegistration(ctx, input, { passwordHash, createdAt, approval }, options);
  let written: Awaited<ReturnType<typeof write>>;
  try {
    written = await write();
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    // A parallel registration committed first.
    written = await write();
  }
  if (!written.ok) return written;
  const { value } = written;
  return ok(approval && value ? toRegistration(value) : publicAnswer(ctx, { ...input, organization }, createdAt));
}

interface Prepared {
  passwordHash: string;
  createdAt: Date;
  approval: OpenApproval | null;
}

interface Written {
  user: User;
  tenant: Tenant;
}

/** Null if the email has an account. */
async function writeRegistration(
  ctx: CoreContext,
  input: RegisterInput,
  { passwordHash, createdAt, approval }: Prepared,
  { admitsTaken, registrationId }: Options,
): Promise<Result<Written | null, RegisterError>> {
  const { email, name, organization, buyerMode } = input;
  return inTransaction<Written | null, RegisterError>(ctx, async (tx) => {
    const existing = await findLocked(tx, email);
    if (existing?.emailVerifiedAt || existing?.deactivatedAt) {
      if (approval || admitsTaken) return err("email_taken");
      await tellOwner(ctx, tx, existing);
      return ok(null);
    }
    const asked = { organization, buyerMode };
    const account = { ...asked, email, name, createdAt, emailVerifiedAt: null };
    const ids = existing || approval ? {} : await unusedAddressIds(ctx, tx, email);
    const entered = existing
      ? await registerAgain(ctx, tx, existing, asked, name, approval)
      : await openAccount(ctx, tx, account, approval, ids);
    if (!entered.ok) return entered;
    const { user, tenant, entry } = entered.value;
    const id = registrationId === undefined ? {} : { id: registrationId };
    const registration = { ...id, passwordHash, name, createdAt, ...keptOf(entry) };
    const kept = await keepRegistration(ctx, tx, user.id, registration);
    // The answer must not reveal the limit, and any other link of the address works, too.
    if (!(await sendVerification(ctx, tx, user, kept))) {
      await recordAuditEvent(ctx, tx, { action: "user.verification_not_mailed", subjectId: user.id });
    }
    return ok({ user: { ...user, name, createdAt }, tenant: { ...tenant, name: registration.organization } });
  });
}

function keptOf({ organization, buyerMode, joined }: Entry) {
  return { organization, buyerMode: joined ? null : buyerMode };
}

async function findOpenApproval(ctx: CoreContext, input: RegisterInput): Promise<OpenApproval | null> {
  if (input.approvalToken === undefined) return null;
  const found = await findToken(ctx.db, "APPROVAL", input.approvalToken);
  const isUsable = found !== null && found.email === input.email && tokenState(found, ctx.clock.now()) === "open";
  if (!isUsable) return null;
  const id = found.accessRequestId;
  return { ...found, accessRequest: id ? await ctx.db.accessRequest.findUnique({ where: { id } }) : null };
}

function toRegistration({ user, tenant }: Written): Registration {
  return {
    user: { id: user.id, email: user.email, name: user.name, emailVerified: false, createdAt: user.createdAt },
    tenant: { id: tenant.id, name: tenant.name },
    profile: toProfile({ ...user, mfaEnabled: false, tenant }),
  };
}

/** Reads nothing, so reveals nothing. */
function publicAnswer(
  ctx: CoreContext,
  { email, name, organization, buyerMode }: RegisterInput & { organization: string },
  createdAt: Date,
): Registration {
  const { userId, tenantId } = addressIds(ctx, email);
  return {
    user: { id: userId, email, name, emailVerified: false, createdAt },
    tenant: { id: tenantId, name: organization },
    profile: {
      id: userId,
      email,
      name,
      phone: null,
      role: "owner",
      isAdmin: false,
      emailVerified: false,
      mfaEnabled: false,
      preferredEnvironment: "sandbox",
      tenant: {
        id: tenantId,
        name: organization,
        plan: "FREE",
        buyerMode: buyerMode ?? ctx.config.buyerModes[0] ?? "OTHER",
        environments: { sandbox: "active", production: "none" },
      },
      createdAt,
      updatedAt: createdAt,
    },
  };
}

/** Follows COMPAT_SIGNUP instead of SIGNUP, and reveals no account. */
export async function registerOpenly(
  ctx: CoreContext,
  input: Omit<RegisterInput, "approvalToken">,
): Promise<Result<Registration, "signup_closed" | "password_rejected" | "validation_failed">> {
  if (ctx.config.compatSignup !== "open") return err("signup_closed");
  const registered = await register({ ...ctx, config: { ...ctx.config, signup: "open" } }, input);
  if (registered.ok) return registered;
  const { code, ...details } = registered.error;
  return err(code === "password_rejected" || code === "validation_failed" ? code : "signup_closed", details);
}

/** Keeps the unverified account unchanged and the registration beside it. Needs the account's lock. */
export async function registerAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  asked: Asked,
  name: string,
  approval: OneTimeToken | null,
): Promise<Result<{ user: User; tenant: Tenant; entry: Entry }, ApprovalError>> {
  const entered = await enter(ctx, tx, approval, asked, existing);
  if (!entered.ok) return entered;
  const { joined } = entered.value;
  const tenant = joined?.tenant ?? existing.tenant;
  if (joined) {
    await tx.user.update({
      where: { id: existing.id },
      data: { tenantId: tenant.id, tenantRole: joined.role, tenantJoinedAt: ctx.clock.now() },
    });
    if (tenant.id !== existing.tenantId) await deleteTenantIfEmpty(tx, existing.tenantId);
  }
  if (approval?.accessRequestId) await linkRequest(ctx, tx, approval.accessRequestId, { ...existing, name });
  await recordAuditEvent(ctx, tx, { action: "user.registered", actor: existing, details: { again: true } });
  return ok({ user: existing, tenant, entry: entered.value });
}

/**
 * Gives an unverified account to the owner whom a provider vouches for, and ends every registration. `approved` is the
 * request it was registered with. Needs the account's lock.
 */
export async function openForOwner(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  account: NewAccount,
  { approval, approved }: { approval: OneTimeToken | null; approved: AccessRequest | null },
): Promise<Result<{ user: User }, ApprovalError>> {
  const entered =
    approved && !approval
      ? enteredBefore(existing, account, approved)
      : await enterAgain(ctx, tx, existing, account, approval);
  if (!entered.ok) return entered;
  const { tenant, entry } = entered.value;
  const { name, createdAt } = account;
  await tx.user.update({ where: { id: existing.id }, data: { emailVerifiedAt: createdAt } });
  await takeOver(
    tx,
    { ...existing, tenantId: tenant.id },
    {
      name,
      createdAt,
      locale: ctx.request.locale,
      passwordHash: null,
      organization: entry.organization,
      buyerMode: entry.joined ? null : entry.buyerMode,
    },
    createdAt,
  );
  await endRegistrations(tx, existing.id, createdAt);
  await tellOfApprovedJoining(ctx, tx, existing.id);
  await recordAuditEvent(ctx, tx, { action: "user.email_verified", actor: existing });
  return ok({ user: await tx.user.findUniqueOrThrow({ where: { id: existing.id } }) });
}

function enterAgain(
  ctx: CoreContext,
  tx: Transaction,
  existing: Known,
  account: NewAccount,
  approval: OneTimeToken | null,
) {
  const { organization, buyerMode, name } = account;
  return registerAgain(ctx, tx, existing, { organization, buyerMode }, name, approval);
}

function enteredBefore(
  { tenant, tenantRole: role }: Known,
  { organization, buyerMode }: NewAccount,
  approved: AccessRequest,
): Result<{ tenant: Tenant; entry: Entry }, "validation_failed"> {
  const joined = approved.joinConfirmedAt && approved.joinTenantId === tenant.id ? { tenant, role } : null;
  const fieldErrors = differsFromApproval({ organization, buyerMode }, approved, joined?.tenant.name);
  if (fieldErrors) return err("validation_failed", { fieldErrors });
  const approvedAs = { organization: joined?.tenant.name ?? approved.organization, buyerMode: approved.buyerMode };
  return ok({ tenant, entry: { ...approvedAs, joined } });
}
