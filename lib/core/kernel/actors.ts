import type { Environment, EnvironmentStatus, Plan, SessionOrigin, TenantRole } from "@/generated/prisma/enums";
import { secondsAfter, stepUpSeconds } from "./lifetimes";
import type { Clock } from "./ports";
import { err, ok, type Result } from "./result";

export interface UnderRequirement {
  /** When 2FA must be set up. Null: not required, or set up. */
  mfaDueAt: Date | null;
}

interface HasClock {
  clock: Clock;
}

declare const proven: unique symbol;

/** Made only by resolve-session, from the row of this request. */
export interface UserActor extends UnderRequirement {
  readonly [proven]: "user";
  session: {
    id: string;
    audience: string;
    startedWith: SessionOrigin;
    amr: string[];
    /** Last password, passkey or identity in this session. */
    firstFactorAt: Date;
    /** Last code, recovery code or passkey. Null: never. */
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
    /** Null: no deletion is scheduled. */
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

export interface ReviewerActor extends UserActor {
  readonly reviewer: true;
}

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

/** Within ten minutes. */
export function gaveFirstFactor(ctx: HasClock, actor: UserActor): boolean {
  return isRecent(ctx, actor.session.firstFactorAt);
}

/** Within ten minutes. */
export function gaveSecondFactor(ctx: HasClock, actor: UserActor): boolean {
  const { secondFactorAt } = actor.session;
  return secondFactorAt !== null && isRecent(ctx, secondFactorAt);
}

/** True if the second factor (without 2FA, the first) is younger than ten minutes. */
export function isRecentlyProven(ctx: HasClock, actor: UserActor): boolean {
  return actor.user.mfaEnabled ? gaveSecondFactor(ctx, actor) : gaveFirstFactor(ctx, actor);
}

function isRecent(ctx: HasClock, at: Date): boolean {
  return secondsAfter(at, stepUpSeconds) > ctx.clock.now();
}

export function requireRecentProof(ctx: HasClock, actor: UserActor): Result<undefined, "step_up_required"> {
  return isRecentlyProven(ctx, actor) ? ok() : err("step_up_required");
}

/** For acts that check the password themselves, so only the second factor must be recent. */
export function requireSecondFactorBesides(ctx: HasClock, actor: UserActor): Result<undefined, "step_up_required"> {
  return !actor.user.mfaEnabled || gaveSecondFactor(ctx, actor) ? ok() : err("step_up_required");
}
