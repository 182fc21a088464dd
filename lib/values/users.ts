import { z } from "zod";
import { planSchema } from "./plans";
import { isPlainText, paragraph } from "./text";
import { idSchema } from "./tokens";

export const userStates = ["active", "deactivated", "unverified", "deletion_pending"] as const;
export const consoleRoles = ["admin", "reviewer", "user"] as const;
export const userSorts = ["newest", "oldest", "name", "email"] as const;
export const tenantSorts = ["newest", "oldest", "name"] as const;
export type ConsoleRole = (typeof consoleRoles)[number];

const search = z.string().max(200).refine(isPlainText, "plain_text").optional();
const page = { cursor: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) };
const reason = paragraph(500).pipe(z.string().min(1, "required"));

export const userFilterSchema = z.strictObject({
  q: search,
  state: z.enum(userStates).optional(),
  mfa: z.enum(["on", "off"]).optional(),
  role: z.enum(consoleRoles).optional(),
  plan: planSchema.optional(),
  tenant: idSchema.optional(),
});
export const listUsersSchema = userFilterSchema.extend({ sort: z.enum(userSorts).default("newest"), ...page });
export const deactivateUserSchema = z.strictObject({ reason });
export const changeUserRoleSchema = z.strictObject({ role: z.enum(consoleRoles) });
export const listTenantsSchema = z.strictObject({
  q: search,
  plan: planSchema.optional(),
  sort: z.enum(tenantSorts).default("newest"),
  ...page,
});
export const changeTenantSchema = z.strictObject({
  id: idSchema,
  plan: planSchema.optional(),
  production: z.enum(["active", "none"]).optional(),
});

export type UserFilter = z.output<typeof userFilterSchema>;
export type ListUsersInput = z.output<typeof listUsersSchema>;
export type ListTenantsInput = z.output<typeof listTenantsSchema>;
