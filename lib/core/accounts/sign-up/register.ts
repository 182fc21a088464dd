import type { AccessRequest, OneTimeToken, Tenant, User } from "@/generated/prisma/client";
import type { RegisterInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, isUniqueViolation } from "../../kernel/database";
import { findToken, tokenState } from "../../kernel/one-time-token";
import { err, ok, type Result } from "../../kernel/result";
import { turnOf } from "../../users/account-gate";
import { findLocked, tellOwner } from "../../users/known-address";
import { type Profile, toProfile } from "../../users/profile";
import { checkNewPassword } from "../../users/set-password";
import { addressIds, unusedAddressIds } from "./address-ids";
import { type ApprovalRefusal, type Entry, openAccount } from "./create-account";
import { registerAgain } from "./known-address";
import { keepRegistration, registrationSalt } from "./pending-registration";
import { sendVerification } from "./send-verification";

export interface Registration {
  user: { id: string; email: string; name: string; emailVerified: false; createdAt: Date };
  tenant: { id: string; name: string };
  profile: Profile;
}

type Refusal = ApprovalRefusal | "password_rejected" | "email_taken";

/** An approval that can be used, and the request that it is for. */
type OpenApproval = OneTimeToken & { accessRequest: AccessRequest | null };

interface Options {
  /** Says `email_taken` of an address with an account, and tells nobody: only for an API whose document does so. */
  admitsTaken?: boolean;
  /** For the registration, whatever the answer: whoever registers may keep it, and it tells nothing of the address. */
  registrationId?: string;
}

/**
 * Registers an address, once per approval token, and mails the verification link. What was registered belongs to that link
 * (ADR 0024): until it is used the account has no password, and others may register the address, too. The token is bound to
 * the address it was mailed to; another address is refused like no token at all, and spends nothing. A refused password, or
 * another organization or buyer mode than was approved, spends nothing either. With SIGNUP=open no token is needed, and then
 * the answer is made of what was sent and of the address alone, whatever account it has; the owner of one is told.
 */
export async function register(
  ctx: CoreContext,
  input: RegisterInput,
  options: Options = {},
): Promise<Result<Registration, Refusal>> {
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
    // A parallel registration of the same address has committed first: this is another one of its account.
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

/** Null: the address has an account already, and its owner was told. */
async function writeRegistration(
  ctx: CoreContext,
  input: RegisterInput,
  { passwordHash, createdAt, approval }: Prepared,
  { admitsTaken, registrationId }: Options,
): Promise<Result<Written | null, Refusal>> {
  const { email, name, organization, buyerMode } = input;
  return inTransaction<Written | null, Refusal>(ctx, async (tx) => {
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
    // The answer must not say so. Any link that the address was mailed makes this registration good, too.
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

/** What a new account is told of itself. It has no second factor yet. */
function toRegistration({ user, tenant }: Written): Registration {
  return {
    user: { id: user.id, email: user.email, name: user.name, emailVerified: false, createdAt: user.createdAt },
    tenant: { id: tenant.id, name: tenant.name },
    profile: toProfile({ ...user, mfaEnabled: false, tenant }),
  };
}

/** What an open sign-up answers for any address. It reads nothing, so that it can tell nothing. */
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
      ...{ id: userId, email, name, phone: null, role: "owner", isAdmin: false },
      ...{ emailVerified: false, mfaEnabled: false, preferredEnvironment: "sandbox" },
      tenant: {
        ...{ id: tenantId, name: organization, plan: "FREE" },
        buyerMode: buyerMode ?? ctx.config.buyerModes[0] ?? "OTHER",
        environments: { sandbox: "active", production: "none" },
      },
      createdAt,
      updatedAt: createdAt,
    },
  };
}
