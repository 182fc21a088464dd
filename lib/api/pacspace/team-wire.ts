import { z } from "@hono/zod-openapi";
import type { Team } from "@/lib/core/tenants/list-team";
import type { TeamMfa } from "@/lib/core/tenants/require-mfa";
import { teamRoleSchema } from "@/lib/values/team";
import { exampleId, exampleMoment } from "./examples";

/** What goes out about a team: shapes, serializer and example. */
const moment = z.iso.datetime();

export const teamSchema = z
  .strictObject({
    tenant: z.strictObject({ id: z.uuid(), name: z.string() }),
    members: z.array(
      z.strictObject({
        id: z.uuid(),
        name: z.string(),
        email: z.string(),
        role: teamRoleSchema,
        joinedAt: moment,
        isYou: z.boolean(),
      }),
    ),
    invitations: z.array(
      z.strictObject({
        id: z.uuid(),
        email: z.string(),
        role: teamRoleSchema,
        sentAt: moment,
        expiresAt: moment,
        invitedBy: z.string().nullable(),
      }),
    ),
  })
  .openapi("Team");
export const teamMfaWireSchema = z
  .strictObject({ required: z.boolean(), since: moment.nullable() })
  .openapi("TeamTwoFactor");
export const tenantNameSchema = z.strictObject({ id: z.uuid(), name: z.string() });
export const sentInvitationSchema = z.strictObject({ id: z.uuid(), expiresAt: moment });
export const joinedSchema = z.strictObject({ tenant: tenantNameSchema, email: z.string() }).openapi("JoinedTeam");

export const exampleTenant = { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12", name: "Acme Inc" };
export const exampleTeam: z.input<typeof teamSchema> = {
  tenant: exampleTenant,
  members: [
    {
      id: exampleId,
      name: "Jane Doe",
      email: "jane@company.com",
      role: "owner",
      joinedAt: exampleMoment,
      isYou: true,
    },
  ],
  invitations: [
    {
      id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c13",
      email: "joe@company.com",
      role: "member",
      sentAt: exampleMoment,
      expiresAt: exampleMoment,
      invitedBy: "Jane Doe",
    },
  ],
};

export function toTeamMfa({ required, since }: TeamMfa): z.input<typeof teamMfaWireSchema> {
  return { required, since: since?.toISOString() ?? null };
}

/** Field by field, so that nothing leaves by being added to a row. */
export function toTeam({ tenant, members, invitations }: Team): z.input<typeof teamSchema> {
  return {
    tenant: { id: tenant.id, name: tenant.name },
    members: members.map(({ id, name, email, role, joinedAt, isYou }) => {
      return { id, name, email, role, joinedAt: joinedAt.toISOString(), isYou };
    }),
    invitations: invitations.map(({ id, email, role, sentAt, expiresAt, invitedBy }) => {
      return { id, email, role, sentAt: sentAt.toISOString(), expiresAt: expiresAt.toISOString(), invitedBy };
    }),
  };
}
