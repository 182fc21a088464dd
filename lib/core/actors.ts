import type { Environment, EnvironmentStatus, Plan, SessionOrigin, TenantRole } from "@/generated/prisma/enums";
import type { CoreContext } from "./context";
import { secondsAfter, stepUpSeconds } from "./lifetimes";
import { err, ok, type Result } from "./result";

declare const proven: unique symbol;

/** A person with a live session, as read from the database for this very request. Only resolve-session makes one. */
export interface UserActor {
  readonly [proven]: "user";
  session: {
    id: string;
    audience: string;
    startedWith: SessionOrigin;
    amr: string[];
    authenticatedAt: Date;
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

/** True when the account was proven (sign-in, password or code) within the last ten minutes. */
export function isRecentlyProven(ctx: CoreContext, actor: UserActor): boolean {
  return secondsAfter(actor.session.authenticatedAt, stepUpSeconds) > ctx.clock.now();
}

/**
 * What an act on other sessions asks for: a recent proof, or nothing but the live session itself. The latter is for an
 * API whose document knows no way to renew a proof.
 */
export type ProofAsked = "recent" | "session";

export function requireRecentProof(ctx: CoreContext, actor: UserActor): Result<undefined, "step_up_required"> {
  return isRecentlyProven(ctx, actor) ? ok() : err("step_up_required");
}
