import { z } from "zod";
import type { EnvironmentStatus } from "@/generated/prisma/enums";
import { preferredEnvironmentSchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { planSchema } from "@/lib/values/plans";
import { teamRoles } from "@/lib/values/team-roles";
import type { UserActor } from "../kernel/actors";
import { toTeamRole } from "./team-roles";

const environment = z.enum(["active", "none"]);

export const profile = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    phone: z.string().nullable(),
    role: z.enum(teamRoles),
    isAdmin: z.boolean(),
    emailVerified: z.boolean(),
    mfaEnabled: z.boolean(),
    preferredEnvironment: preferredEnvironmentSchema,
    tenant: z.strictObject({
      id: z.uuid(),
      name: z.string(),
      plan: planSchema,
      buyerMode: z.string(),
      environments: z.strictObject({ sandbox: environment, production: environment }),
    }),
    createdAt: jsonDate,
  })
  .meta({ id: "Profile" });

export interface Profile extends z.output<typeof profile> {
  updatedAt: Date;
}
export type ProfileJson = z.input<typeof profile>;

export const exampleProfile: ProfileJson = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  email: "jane@company.com",
  name: "Jane Doe",
  phone: null,
  role: "owner",
  isAdmin: false,
  emailVerified: true,
  mfaEnabled: false,
  preferredEnvironment: "sandbox",
  tenant: {
    id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12",
    name: "Acme Inc",
    plan: "FREE",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    environments: { sandbox: "active", production: "none" },
  },
  createdAt: "2026-09-30T09:00:00.000Z",
};

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

export function profileJson({ updatedAt: _, ...shown }: Profile): ProfileJson {
  return z.encode(profile, shown);
}
