import { z } from "@hono/zod-openapi";
import { auditActors } from "@/lib/values/audit";

const moment = z.iso.datetime();

const auditEventFields = {
  id: z.string(),
  at: moment,
  actor: z.strictObject({ type: z.enum(auditActors), id: z.uuid().nullable(), label: z.string() }),
  action: z.string(),
  target: z.strictObject({ type: z.string(), id: z.string() }).nullable(),
  subjectId: z.uuid().nullable(),
  ip: z.string(),
  userAgent: z.string(),
  requestId: z.string(),
  details: z.record(z.string(), z.unknown()),
  sequence: z.string().nullable(),
  hash: z.string().nullable(),
};

const auditEventSchema = z.strictObject(auditEventFields).openapi("AuditEvent");
export const auditEventsSchema = z.array(auditEventSchema);
export const auditPageSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({ ...auditEventFields, targetName: z.string().nullable(), subjectEmail: z.string().nullable() }),
    ),
    nextCursor: z.string().nullable(),
    chain: z.strictObject({
      sealedUntil: moment.nullable(),
      sealedTo: z.string(),
      verifiedAt: moment.nullable(),
    }),
  })
  .openapi("AuditPage");
