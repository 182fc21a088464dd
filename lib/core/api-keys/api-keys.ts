import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import type { Plan } from "@/generated/prisma/enums";
import { createApiKeySchema, idOnlySchema, rotateApiKeySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { planLimits } from "@/lib/values/plans";
import { idSchema, isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { earlierOf, secondsAfter } from "../kernel/lifetimes";
import { err, ok, type Result } from "../kernel/result";
import { lockUser } from "../users/lock-user";
import { sendSecurityNotice } from "../users/security-notice";
import { newApiKey } from "./key-format";

/** Per account. */
export const apiKeysMax = 50;
/** Includes expired and revoked keys. */
const listMax = 200;

const apiKey = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    /** `fy_<publicId>`. */
    prefix: z.string(),
    lastFour: z.string(),
    projects: z.array(z.strictObject({ id: z.uuid(), name: z.string(), slug: z.string() })),
    createdAt: jsonDate,
    /** Null: no expiry. */
    expiresAt: jsonDate.nullable(),
    lastUsedAt: jsonDate.nullable(),
    /** `rotated`: replaced, but valid until `expiresAt`. */
    state: z.enum(["live", "rotated", "expired", "revoked"]),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.input<typeof apiKey>;

const newKey = z.strictObject({ ...apiKey.shape, key: z.string() }).meta({ id: "NewApiKey" });
export type NewApiKey = z.input<typeof newKey>;

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  name: "ci-deploy",
  prefix: "fy_7Hq2XbT9mKd0",
  lastFour: "x3Qz",
  projects: [{ id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", name: "Checkout", slug: "checkout" }],
  createdAt: "2026-09-30T09:00:00.000Z",
  expiresAt: null,
  lastUsedAt: null,
  state: "live" as const,
};
const exampleNewKey = { ...example, key: "fy_7Hq2XbT9mKd0_EXAMPLEexampleEXAMPLEexampleEXAMPLEexampleE1x3Qz" };

export const listApiKeys = act({
  access: "user",
  input: z.strictObject({}),
  output: z.strictObject({ apiKeys: z.array(apiKey) }),
  errors: [],
  example: { output: { apiKeys: [example] } },
  run: async (ctx, { user }) => ok({ apiKeys: await keysOf(ctx, user.id) }),
});

export const listUserApiKeys = act({
  access: "admin",
  input: idOnlySchema,
  output: z.strictObject({ apiKeys: z.array(apiKey) }).meta({ id: "UserApiKeys" }),
  errors: ["user_not_found"],
  example: { output: { apiKeys: [example] } },
  async run(ctx, _admin, { id }) {
    if ((await ctx.db.user.count({ where: { id } })) === 0) return err("user_not_found");
    return ok({ apiKeys: await keysOf(ctx, id) });
  },
});

async function keysOf(ctx: CoreContext, userId: string) {
  const now = ctx.clock.now();
  const rows = await ctx.db.apiKey.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: listMax,
    include: withProjects,
  });
  return rows.map((row) => toApiKey(row, now));
}

/** Returns the key once. */
export const createApiKey = act({
  access: "user",
  // A key outlives a stolen session.
  stepUp: true,
  input: createApiKeySchema,
  output: newKey,
  errors: ["step_up_required", "project_not_found", "too_many_api_keys", "plan_limit_reached", "validation_failed"],
  example: {
    input: { name: example.name, projectIds: [example.id], expiresAt: "2027-01-31T00:00:00Z" },
    output: exampleNewKey,
  },
  async run(ctx, actor, { name, projectIds, expiresAt = null }) {
    const now = ctx.clock.now();
    if (expiresAt && expiresAt <= now) {
      return err("validation_failed", { fieldErrors: { expiresAt: ["expiry_past"] } });
    }
    const ids = [...new Set(projectIds)];
    if (!ids.every(isId)) return err("project_not_found");
    return inTransaction<z.output<typeof newKey>, "project_not_found" | "too_many_api_keys" | "plan_limit_reached">(
      ctx,
      async (tx) => {
        const room = await requireRoomForKey(tx, actor, now);
        if (!room.ok) return room;
        // Blocks deletion of the projects.
        const locked = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM projects WHERE id = ANY(${ids}::uuid[]) AND tenant_id = ${actor.tenant.id}::uuid FOR KEY SHARE`;
        if (locked.length !== ids.length) return err("project_not_found");
        const { key, ...stored } = newApiKey();
        const row = await tx.apiKey.create({
          data: {
            ...stored,
            userId: actor.user.id,
            tenantId: actor.tenant.id,
            name,
            createdAt: now,
            expiresAt,
            projects: { create: ids.map((projectId) => ({ projectId })) },
          },
          include: withProjects,
        });
        await recordAuditEvent(ctx, tx, {
          action: "api_key.created",
          actor,
          target: { type: "api_key", id: row.id },
          details: { apiKey: name, projects: ids },
        });
        await sendSecurityNotice(ctx, tx, actor.user, "api-key-created", { keyName: name });
        return ok({ ...toApiKey(row, now), key });
      },
    );
  },
});

/** Locks account before organization. Rotated keys count for the account, not the plan. */
async function requireRoomForKey(
  tx: Transaction,
  { user, tenant }: UserActor,
  now: Date,
): Promise<Result<undefined, "too_many_api_keys" | "plan_limit_reached">> {
  const [locked] = await tx.$queryRaw<{ plan: Plan }[]>`
    SELECT t.plan::text AS plan FROM users u JOIN tenants t ON t.id = ${tenant.id}::uuid
    WHERE u.id = ${user.id}::uuid FOR UPDATE OF u, t`;
  const [keys] = await tx.$queryRaw<{ own: number; counted: number }[]>`
    SELECT count(*) FILTER (WHERE user_id = ${user.id}::uuid)::int AS own,
           count(*) FILTER (WHERE tenant_id = ${tenant.id}::uuid AND replaced_by_id IS NULL)::int AS counted
    FROM api_keys
    WHERE (user_id = ${user.id}::uuid OR tenant_id = ${tenant.id}::uuid)
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
  if ((keys?.own ?? 0) >= apiKeysMax) return err("too_many_api_keys");
  const plan = locked?.plan ?? tenant.plan;
  const max = planLimits[plan].apiKeys;
  return (keys?.counted ?? 0) < max ? ok() : err("plan_limit_reached", { planLimit: { plan, quota: "apiKeys", max } });
}

/** Both keys work for `overlapHours`. A key is rotated once. */
export const rotateApiKey = act({
  access: "user",
  stepUp: true,
  input: rotateApiKeySchema.extend({ id: idSchema }),
  output: newKey,
  errors: ["api_key_not_found", "too_many_api_keys", "step_up_required"],
  example: { input: { overlapHours: 24 }, output: exampleNewKey },
  async run(ctx, actor, { id, overlapHours }) {
    const now = ctx.clock.now();
    const live = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
    return inTransaction<z.output<typeof newKey>, "api_key_not_found" | "too_many_api_keys">(ctx, async (tx) => {
      await lockUser(tx, actor.user.id);
      const old = await tx.apiKey.findFirst({
        where: { id, userId: actor.user.id, tenantId: actor.tenant.id, replacedById: null, ...live },
        include: { projects: true },
      });
      if (!old) return err("api_key_not_found");
      const count = await tx.apiKey.count({ where: { userId: actor.user.id, ...live } });
      if (count >= apiKeysMax) return err("too_many_api_keys");
      const { key, ...stored } = newApiKey();
      const lifetime = old.expiresAt ? old.expiresAt.getTime() - old.createdAt.getTime() : null;
      const row = await tx.apiKey.create({
        data: {
          ...stored,
          userId: old.userId,
          tenantId: old.tenantId,
          name: old.name,
          createdAt: now,
          expiresAt: lifetime === null ? null : new Date(now.getTime() + lifetime),
          projects: { create: old.projects.map(({ projectId }) => ({ projectId })) },
        },
        include: withProjects,
      });
      const overlapEnd = secondsAfter(now, overlapHours * 3600);
      await tx.apiKey.update({
        where: { id },
        data: {
          replacedById: row.id,
          expiresAt: old.expiresAt ? earlierOf(old.expiresAt, overlapEnd) : overlapEnd,
          // No reminder: its end is planned.
          warnedWeekAt: now,
          warnedDayAt: now,
        },
      });
      await recordAuditEvent(ctx, tx, {
        action: "api_key.rotated",
        actor,
        target: { type: "api_key", id },
        details: { apiKey: old.name, newApiKeyId: row.id, overlapHours },
      });
      await sendSecurityNotice(ctx, tx, actor.user, "api-key-created", { keyName: row.name });
      return ok({ ...toApiKey(row, now), key });
    });
  },
});

export const revokeApiKey = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["api_key_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    return inTransaction<null, "api_key_not_found">(ctx, async (tx) => {
      const [key] = await tx.apiKey.updateManyAndReturn({
        where: { id, userId: actor.user.id, revokedAt: null },
        data: { revokedAt: ctx.clock.now() },
      });
      if (!key) return err("api_key_not_found");
      await recordAuditEvent(ctx, tx, {
        action: "api_key.revoked",
        actor,
        target: { type: "api_key", id },
        details: { apiKey: key.name },
      });
      return ok(null);
    });
  },
});

export const revokeAllApiKeys = act({
  access: "user",
  stepUp: true,
  input: z.strictObject({}),
  output: z.strictObject({ revoked: z.int().min(0) }),
  errors: ["step_up_required"],
  example: { output: { revoked: 2 } },
  async run(ctx, actor) {
    return inTransaction(ctx, async (tx) => {
      const { count } = await tx.apiKey.updateMany({
        where: { userId: actor.user.id, revokedAt: null },
        data: { revokedAt: ctx.clock.now() },
      });
      await recordAuditEvent(ctx, tx, { action: "api_key.revoked", actor, details: { revoked: count } });
      return ok({ revoked: count });
    });
  },
});

const withProjects = {
  projects: { select: { project: { select: { id: true, name: true, slug: true } } } },
} satisfies Prisma.ApiKeyInclude;

type Row = Prisma.ApiKeyGetPayload<{ include: typeof withProjects }>;

function toApiKey(row: Row, now: Date): z.output<typeof apiKey> {
  return {
    id: row.id,
    name: row.name,
    prefix: `fy_${row.publicId}`,
    lastFour: row.lastFour,
    projects: row.projects.map(({ project }) => project),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    state: stateOf(row, now),
  };
}

function stateOf(row: Row, now: Date): ApiKey["state"] {
  if (row.revokedAt) return "revoked";
  if (row.expiresAt && row.expiresAt <= now) return "expired";
  return row.replacedById === null ? "live" : "rotated";
}
