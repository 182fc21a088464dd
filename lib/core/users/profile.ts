import type { EnvironmentStatus, Plan } from "@/generated/prisma/enums";
import type { UserActor } from "../kernel/actors";
import { toTeamRole } from "./team-roles";

export interface Profile {
  id: string;
  email: string;
  name: string;
  phone: string | null;
  /** Role in the tenant. */
  role: "owner" | "admin" | "member";
  /** May review access requests and manage the instance. */
  isAdmin: boolean;
  emailVerified: boolean;
  mfaEnabled: boolean;
  preferredEnvironment: "sandbox" | "production";
  tenant: {
    id: string;
    name: string;
    plan: Plan;
    buyerMode: string;
    environments: { sandbox: "active" | "none"; production: "active" | "none" };
  };
  createdAt: Date;
  updatedAt: Date;
}

/** A person and their tenant, from an actor or from the row that a sign-in has read. */
export type ProfileSource = UserActor["user"] & { tenant: UserActor["tenant"] };

function environmentStatus(status: EnvironmentStatus): "active" | "none" {
  return status === "ACTIVE" ? "active" : "none";
}

export function toProfile(user: ProfileSource): Profile {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    phone: user.phone,
    role: toTeamRole(user.tenantRole),
    isAdmin: user.isAdmin,
    emailVerified: user.emailVerifiedAt !== null,
    mfaEnabled: user.mfaEnabled,
    preferredEnvironment: user.preferredEnvironment === "PRODUCTION" ? "production" : "sandbox",
    tenant: {
      id: user.tenant.id,
      name: user.tenant.name,
      plan: user.tenant.plan,
      buyerMode: user.tenant.buyerMode,
      environments: {
        sandbox: environmentStatus(user.tenant.sandboxEnvironment),
        production: environmentStatus(user.tenant.productionEnvironment),
      },
    },
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
  };
}

export function profileOf(actor: Pick<UserActor, "user" | "tenant">): Profile {
  return toProfile({ ...actor.user, tenant: actor.tenant });
}
