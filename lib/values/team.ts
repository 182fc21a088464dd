import { z } from "zod";
import { emailSchema } from "./email";
import { organizationSchema, personNameSchema } from "./forms";
import { newPasswordSchema } from "./password";
import { idSchema, tokenSchema } from "./tokens";

/** What may be sent about the team of a tenant; strict, like lib/values/forms.ts. */
export const teamRoleSchema = z.enum(["owner", "admin", "member"]);
export type TeamRole = z.output<typeof teamRoleSchema>;
/** From the one who may do everything to the one who may do least: the order in which they are shown. */
export const teamRoles = teamRoleSchema.options;

export const inviteSchema = z.strictObject({ email: emailSchema, role: teamRoleSchema });
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
