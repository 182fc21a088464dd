import { z } from "zod";
import { emailSchema } from "./email";
import { organizationSchema, personNameSchema } from "./forms";
import { newPasswordSchema } from "./password";
import { teamRoles } from "./team-roles";
import { idSchema, tokenSchema } from "./tokens";

export const teamRoleSchema = z.enum(teamRoles);

export const inviteSchema = z.strictObject({ email: emailSchema, role: teamRoleSchema });
export const teamMfaSchema = z.strictObject({ required: z.boolean() });
export const renameTenantSchema = z.strictObject({ name: organizationSchema });
export const memberRoleSchema = z.strictObject({ role: teamRoleSchema });
export const changeRoleSchema = z.strictObject({ id: idSchema, role: teamRoleSchema });
export const transferOwnershipSchema = z.strictObject({ memberId: idSchema });
export const joinWithNewAccountSchema = z.strictObject({
  token: tokenSchema,
  name: personNameSchema,
  password: newPasswordSchema,
});

export type InviteInput = z.output<typeof inviteSchema>;
export type JoinWithNewAccountInput = z.output<typeof joinWithNewAccountSchema>;
