import type { OneTimeToken } from "@/generated/prisma/client";
import type { RegisterInput } from "@/lib/values/forms";
import { lockUser } from "../account/lock-user";
import type { Profile } from "../account/profile";
import { checkNewPassword } from "../account/set-password";
import type { CoreContext } from "../context";
import { inTransaction, isUniqueViolation, type Transaction } from "../database";
import { idLikeOurs } from "../id-like-ours";
import { err, ok, type Result } from "../result";
import { findToken, tokenState } from "../tokens/one-time-token";
import { type ApprovalRefusal, createAccount } from "./create-account";
import { renewUnverifiedAccount, tellOwner } from "./known-address";

export interface Registration {
  user: { id: string; email: string; name: string; emailVerified: false; createdAt: Date };
  tenant: { id: string; name: string };
  /** Null: the address has an account already. Its owner was told, the ids belong to nobody. */
  profile: Profile | null;
}

type Refusal = ApprovalRefusal | "password_rejected" | "email_taken" | "validation_failed";

/**
 * Creates an account and its tenant, once per approval token, and mails the verification link. The token is bound to
 * the address it was mailed to; another address is refused like no token at all, and spends nothing. A refused
 * password spends nothing either. With SIGNUP=open no token is needed, and then a known address is answered like a new
 * one: its owner is told, an account that never verified is replaced. `admitsTaken` says `email_taken` instead, and tells
 * nobody: only for an API whose document does so.
 */
export async function register(
  ctx: CoreContext,
  input: RegisterInput,
  options: { admitsTaken?: boolean } = {},
): Promise<Result<Registration, Refusal>> {
  if (input.buyerMode !== undefined && !ctx.config.buyerModes.includes(input.buyerMode)) {
    return err("validation_failed", { fieldErrors: { buyerMode: ["buyer_mode"] } });
  }
  const approval = await findOpenApproval(ctx, input);
  if (!approval && (input.approvalToken !== undefined || ctx.config.signup !== "open")) {
    return err("registration_requires_approval");
  }
  const acceptable = await checkNewPassword(ctx, input.password, input);
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(input.password);
  try {
    return await inTransaction<Registration, Refusal>(ctx, async (tx) => {
      const existing = await findLocked(tx, input.email);
      if (existing?.emailVerifiedAt || existing?.deactivatedAt) {
        if (approval || options.admitsTaken) return err("email_taken");
        await tellOwner(ctx, tx, existing);
        return ok(placeholder(ctx, input));
      }
      if (existing) return renewUnverifiedAccount(ctx, tx, existing, { ...input, passwordHash }, approval);
      return createAccount(ctx, tx, { ...input, passwordHash }, approval);
    });
  } catch (thrown) {
    // A parallel registration of the same address has committed first.
    if (!isUniqueViolation(thrown)) throw thrown;
    return approval || options.admitsTaken ? err("email_taken") : ok(placeholder(ctx, input));
  }
}

/**
 * The address's account, held: whether it is verified is decided now. Otherwise somebody could register an address
 * again at the very moment its owner verifies it, and leave their own password on the verified account.
 */
async function findLocked(tx: Transaction, email: string) {
  const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!known) return null;
  await lockUser(tx, known.id);
  return tx.user.findUnique({ where: { id: known.id, email }, include: { tenant: true } });
}

async function findOpenApproval(ctx: CoreContext, input: RegisterInput): Promise<OneTimeToken | null> {
  if (input.approvalToken === undefined) return null;
  const found = await findToken(ctx.db, "APPROVAL", input.approvalToken);
  const isUsable = found !== null && found.email === input.email && tokenState(found, ctx.clock.now()) === "open";
  return isUsable ? found : null;
}

/** What an open sign-up answers for a known address: the shape of a success, with ids that belong to nobody. */
function placeholder(ctx: CoreContext, input: RegisterInput): Registration {
  const now = ctx.clock.now();
  return {
    user: { id: idLikeOurs(now), email: input.email, name: input.name, emailVerified: false, createdAt: now },
    tenant: { id: idLikeOurs(now), name: input.organization },
    profile: null,
  };
}
