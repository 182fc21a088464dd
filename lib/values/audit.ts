import { z } from "zod";
import { momentSchema } from "./moments";
import { isPlainText } from "./text";

export const auditActors = ["user", "admin", "api_key", "system", "anonymous"] as const;
export type AuditActor = (typeof auditActors)[number];

export const auditGroups = ["sign_in", "security", "account", "team", "requests", "administration"] as const;
export type AuditGroup = (typeof auditGroups)[number];

export const auditTargetTypes = [
  "user",
  "session",
  "access_request",
  "tenant",
  "passkey",
  "identity",
  "invitation",
  "api_key",
  "project",
  "settings",
  "access_rule",
  "reply_template",
  "webhook",
  "mail",
] as const;

const typed = z.string().max(200).refine(isPlainText, "plain_text").optional();
const moment = momentSchema.optional();

const auditFilter = {
  actor: z.enum(auditActors).optional(),
  /** Actor's address, or part of name or address. */
  person: typed,
  /** Action (`login.failed`) or group (`sign_in`). */
  action: z
    .string()
    .max(60)
    .regex(/^[a-z_]+(\.[a-z_]+)?$/, "plain_text")
    .optional(),
  targetType: z
    .string()
    .max(40)
    .regex(/^[a-z_]+$/, "plain_text")
    .optional(),
  /** Id or email address. */
  target: typed,
  ip: typed,
  from: moment,
  to: moment,
};

export const auditFilterNames = Object.keys(auditFilter) as (keyof typeof auditFilter)[];
export const auditExportFormats = ["csv", "json"] as const;

const auditFilterSchema = z.strictObject(auditFilter);
export type AuditFilter = z.output<typeof auditFilterSchema>;

export const listAuditSchema = z.strictObject({
  ...auditFilter,
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const exportAuditSchema = z.strictObject({ ...auditFilter, format: z.enum(auditExportFormats).default("csv") });
export type ExportAuditInput = z.output<typeof exportAuditSchema>;
