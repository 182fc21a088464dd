import type { Environment, EnvironmentStatus, Plan, SessionOrigin, TenantRole } from "@/generated/prisma/enums";
import { secondsAfter, stepUpSeconds } from "./lifetimes";
import type { Clock } from "./ports";
import { err, ok, type Result } from "./result";

/** The caller, as resolve-session and resolve-api-key make it. */
export interface UnderRequirement {
  /**
   * When two-factor authentication must be set up. Null: it is not required, or this session or account has it. From
   * then on the actor may only do what leads to it.
   */
  mfaDueAt: Date | null;
}

interface HasClock {
  clock: Clock;
}

declare const proven: unique symbol;

/** A person with a live session, as read from the database for this very request. Only resolve-session makes one. */
export interface UserActor extends UnderRequirement {
  readonly [proven]: "user";
  session: {
    id: string;
    audience: string;
    startedWith: SessionOrigin;
    amr: string[];
    /** When this session last gave a password, a passkey or an identity. */
    firstFactorAt: Date;
    /** When it last gave a code, a recovery code or a passkey. Null: never. */
    secondFactorAt: Date | null;
    createdAt: Date;
    expiresAt: Date;
    refreshExpiresAt: Date;
  };
  user: {
    id: string;
    email: string;
    name: string;
    phone: string | null;
    isAdmin: boolean;
    isReviewer: boolean;
    tenantRole: TenantRole;
    emailVerifiedAt: Date | null;
    mfaEnabled: boolean;
    preferredEnvironment: Environment;
    passwordChangedAt: Date;
    locale: string;
    /** Null: stays. */
    deletionDueAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
  };
  tenant: {
    id: string;
    name: string;
    plan: Plan;
    buyerMode: string;
    sandboxEnvironment: EnvironmentStatus;
    productionEnvironment: EnvironmentStatus;
  };
}

/** A person who may decide on requests for access: a reviewer or an admin. */
export interface ReviewerActor extends UserActor {
  readonly reviewer: true;
}

/** A person who may act on everyone's requests and accounts. */
export interface AdminActor extends ReviewerActor {
  readonly admin: true;
}

export function requireReviewer(actor: UserActor): Result<ReviewerActor, "admin_required"> {
  if (!actor.user.isAdmin && !actor.user.isReviewer) return err("admin_required");
  return ok({ ...actor, reviewer: true } as ReviewerActor);
}

export function requireAdmin(actor: UserActor): Result<AdminActor, "admin_required"> {
  if (!actor.user.isAdmin) return err("admin_required");
  return ok({ ...actor, reviewer: true, admin: true } as AdminActor);
}

/** True when the session gave a first factor (password, passkey or identity) within the last ten minutes. */
export function gaveFirstFactor(ctx: HasClock, actor: UserActor): boolean {
  return isRecent(ctx, actor.session.firstFactorAt);
}

/** True when the session gave a second factor (code, recovery code or passkey) within the last ten minutes. */
export function gaveSecondFactor(ctx: HasClock, actor: UserActor): boolean {
  const { secondFactorAt } = actor.session;
  return secondFactorAt !== null && isRecent(ctx, secondFactorAt);
}

/** True when the account's strongest proof is younger than ten minutes: the second factor where MFA is on, else the first. */
export function isRecentlyProven(ctx: HasClock, actor: UserActor): boolean {
  return actor.user.mfaEnabled ? gaveSecondFactor(ctx, actor) : gaveFirstFactor(ctx, actor);
}

function isRecent(ctx: HasClock, at: Date): boolean {
  return secondsAfter(at, stepUpSeconds) > ctx.clock.now();
}

/** For acts on the account's security: `step_up_required` unless isRecentlyProven. */
export function requireRecentProof(ctx: HasClock, actor: UserActor): Result<undefined, "step_up_required"> {
  return isRecentlyProven(ctx, actor) ? ok() : err("step_up_required");
}

/**
 * For acts that take the password themselves: where MFA is on the password is half of the proof, and the session must
 * have given the other half within the last ten minutes.
 */
export function requireSecondFactorBesides(ctx: HasClock, actor: UserActor): Result<undefined, "step_up_required"> {
  return !actor.user.mfaEnabled || gaveSecondFactor(ctx, actor) ? ok() : err("step_up_required");
}
