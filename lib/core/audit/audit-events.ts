import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import type { AuditEventModel } from "@/generated/prisma/models";
import {
  type AuditActor,
  type AuditFilter,
  auditActors,
  type ExportAuditInput,
  listAuditSchema,
} from "@/lib/values/audit";
import { jsonDate } from "@/lib/values/json-date";
import { readMoment } from "@/lib/values/moments";
import { act } from "../kernel/act";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { auditWhere } from "./audit-filter";
import { recordAuditEvent } from "./record-audit-event";

const auditEvent = z
  .strictObject({
    id: z.string(),
    at: jsonDate,
    actor: z.strictObject({ type: z.enum(auditActors), id: z.uuid().nullable(), label: z.string() }),
    action: z.string(),
    target: z.strictObject({ type: z.string(), id: z.string() }).nullable(),
    subjectId: z.uuid().nullable(),
    ip: z.string(),
    userAgent: z.string(),
    requestId: z.string(),
    details: z.record(z.string(), z.unknown()),
    /** Null: not in the chain yet. */
    sequence: z.string().nullable(),
    /** Hexadecimal. */
    hash: z.string().nullable(),
  })
  .meta({ id: "AuditEvent" });
export const auditEvents = z.array(auditEvent);
export type AuditEventJson = z.input<typeof auditEvent>;

const namedEvent = z.strictObject({
  ...auditEvent.shape,
  targetName: z.string().nullable(),
  subjectEmail: z.string().nullable(),
});
export type NamedAuditEvent = z.input<typeof namedEvent>;

const chainStatus = z.strictObject({
  /** Null: empty chain. */
  sealedUntil: jsonDate.nullable(),
  sealedTo: z.string(),
  /** Of the whole chain. */
  verifiedAt: jsonDate.nullable(),
});
export type ChainStatus = z.input<typeof chainStatus>;

export const exampleAuditEvent = {
  id: "1024",
  at: "2026-09-30T09:00:00.000Z",
  actor: { type: "admin" as const, id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", label: "ana@company.com" },
  action: "access_request.approved",
  target: { type: "access_request", id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11" },
  subjectId: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  ip: "203.0.113.9",
  userAgent: "curl/8.14.1",
  requestId: "3f0c9f4e-8f0f-4d55-9a11-6d7f2f0b8f8e",
  details: { email: "jane@company.com" },
  sequence: "1024",
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

/** Newest first. */
export const listAuditEvents = act({
  access: "admin",
  input: listAuditSchema,
  output: z
    .strictObject({ items: z.array(namedEvent), nextCursor: z.string().nullable(), chain: chainStatus })
    .meta({ id: "AuditPage" }),
  errors: [],
  example: {
    output: {
      items: [{ ...exampleAuditEvent, targetName: "jane@company.com", subjectEmail: "ana@company.com" }],
      nextCursor: null,
      chain: { sealedUntil: exampleAuditEvent.at, sealedTo: "1024", verifiedAt: exampleAuditEvent.at },
    },
  },
  async run(ctx, _admin, input) {
    const where = await auditWhere(ctx, input);
    const [rows, chain] = await Promise.all([
      readEvents(ctx, { AND: [where, before(input.cursor)] }, input.limit + 1),
      readChainStatus(ctx),
    ]);
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return ok({
      items: await withNames(ctx, page.map(toAuditEvent)),
      nextCursor: rows.length > input.limit && last ? cursorOf(last) : null,
      chain,
    });
  },
});

async function readChainStatus(ctx: CoreContext): Promise<z.output<typeof chainStatus>> {
  const [last, verified] = await Promise.all([
    ctx.db.auditEvent.findFirst({
      where: { sequence: { not: null } },
      orderBy: { sequence: "desc" },
      select: { at: true, sequence: true },
    }),
    ctx.db.auditCheckpoint.findFirst({ where: { removed: 0 }, orderBy: { id: "desc" }, select: { at: true } }),
  ]);
  return {
    sealedUntil: last?.at ?? null,
    sealedTo: String(last?.sequence ?? 0),
    verifiedAt: verified?.at ?? null,
  };
}

async function withNames(
  ctx: CoreContext,
  events: z.output<typeof auditEvent>[],
): Promise<z.output<typeof namedEvent>[]> {
  const idsOf = (type: string) => events.flatMap(({ target }) => (target?.type === type ? [target.id] : []));
  const subjects = events.flatMap(({ subjectId }) => (subjectId ? [subjectId] : []));
  const select = { id: true, name: true } as const;
  const [users, requests, tenants, projects, keys] = await Promise.all([
    ctx.db.user.findMany({
      where: { id: { in: [...idsOf("user"), ...subjects] } },
      select: { id: true, email: true },
    }),
    ctx.db.accessRequest.findMany({
      where: { id: { in: idsOf("access_request") } },
      select: { id: true, email: true },
    }),
    ctx.db.tenant.findMany({ where: { id: { in: idsOf("tenant") } }, select }),
    ctx.db.project.findMany({ where: { id: { in: idsOf("project") } }, select }),
    ctx.db.apiKey.findMany({ where: { id: { in: idsOf("api_key") } }, select }),
  ]);
  const names = new Map<string, string>();
  for (const { id, email } of [...users, ...requests]) names.set(id, email);
  for (const { id, name } of [...tenants, ...projects, ...keys]) names.set(id, name);
  return events.map((event) => ({
    ...event,
    targetName: event.target ? (names.get(event.target.id) ?? null) : null,
    subjectEmail: event.subjectId ? (names.get(event.subjectId) ?? null) : null,
  }));
}

/** The permanent log must not contain personal filter values. */
const personalFilters = new Set(["person", "target", "ip"]);

/** Newest first. Records the export. */
export function exportAuditEvents(
  ctx: CoreContext,
  admin: AdminActor,
  input: ExportAuditInput,
): Result<AsyncGenerator<AuditEventJson[]>, "step_up_required"> {
  const recent = requireRecentProof(ctx, admin);
  return recent.ok ? ok(readExport(ctx, admin, input)) : recent;
}

async function* readExport(
  ctx: CoreContext,
  admin: AdminActor,
  input: ExportAuditInput,
): AsyncGenerator<AuditEventJson[]> {
  const { format, from, to, ...texts } = input;
  const given = { ...texts, from: from?.toISOString(), to: to?.toISOString() };
  const filter = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, personalFilters.has(name) ? "…" : value]] : [])),
  );
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: admin, details: { format, filter } });
  for await (const rows of readBatches(ctx, input)) yield z.encode(auditEvents, rows.map(toAuditEvent));
}

/** Newest first. Records the export. */
export async function* readAuditRows(ctx: CoreContext, format: "csv" | "json") {
  await recordAuditEvent(ctx, ctx.db, { action: "audit.exported", actor: "command line", details: { format } });
  for await (const rows of readBatches(ctx, {})) {
    yield z.encode(auditEvents, rows.map(toAuditEvent)).map((event) => ({
      id: event.id,
      at: event.at,
      actor: event.actor.label,
      actorType: event.actor.type,
      action: event.action,
      target: event.target?.type ?? "",
      targetId: event.target?.id ?? "",
      ip: event.ip,
      userAgent: event.userAgent,
      requestId: event.requestId,
      details: JSON.stringify(event.details),
      sequence: event.sequence ?? "",
      hash: event.hash ?? "",
    }));
  }
}

const batch = 500;

async function* readBatches(ctx: CoreContext, filter: AuditFilter): AsyncGenerator<AuditEventModel[]> {
  const where = await auditWhere(ctx, { ...filter, to: filter.to ?? new Date(ctx.clock.now().getTime() + 1) });
  let cursor: string | undefined;
  for (;;) {
    const rows = await readEvents(ctx, { AND: [where, before(cursor)] }, batch);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    cursor = cursorOf(last);
  }
}

function readEvents(ctx: CoreContext, where: Prisma.AuditEventWhereInput, take: number): Promise<AuditEventModel[]> {
  return ctx.db.auditEvent.findMany({ where, orderBy: [{ at: "desc" }, { id: "desc" }], take });
}

function cursorOf({ at, id }: AuditEventModel): string {
  return `${at.toISOString()}_${id}`;
}

/** Starts over on a malformed cursor. */
function before(cursor: string | undefined): Prisma.AuditEventWhereInput {
  const [text = "", id = ""] = cursor?.split("_") ?? [];
  const at = readMoment(text);
  if (!at || !/^\d{1,18}$/.test(id)) return {};
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { at, id: { lt: BigInt(id) } }] };
}

function toAuditEvent(row: AuditEventModel): z.output<typeof auditEvent> {
  const details = (row.details ?? {}) as Record<string, unknown>;
  return {
    id: String(row.id),
    at: row.at,
    actor: { type: actorOf(row, details), id: row.actorId, label: row.actorLabel },
    action: row.action,
    target: row.targetType && row.targetId ? { type: row.targetType, id: row.targetId } : null,
    subjectId: row.subjectId,
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    details,
    sequence: row.sequence === null ? null : String(row.sequence),
    hash: row.hash === null ? null : Buffer.from(row.hash).toString("hex"),
  };
}

function actorOf({ action, actorType }: AuditEventModel, details: Record<string, unknown>): AuditActor {
  if (actorType === "USER" && (action === "api_key.used" || typeof details.apiKeyId === "string")) return "api_key";
  return actorType.toLowerCase() as Lowercase<typeof actorType>;
}
