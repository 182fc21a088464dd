import { z } from "zod";
import type { Plan } from "@/generated/prisma/enums";
import { type PlanQuota, planLimits, planSchema } from "@/lib/values/plans";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

type Db = Database | Transaction;

const count = z.int().min(0);
const quotaUse = z.strictObject({ used: count, max: count });
export const planUse = z.strictObject({ members: quotaUse, projects: quotaUse, apiKeys: quotaUse });
export type PlanUse = z.output<typeof planUse>;

const counters: Record<PlanQuota, (db: Db, tenantId: string, now: Date) => Promise<number>> = {
  members: async (db, tenantId, now) =>
    (await countMembers(db, tenantId)) + (await countInvitations(db, tenantId, now)),
  projects: (db, tenantId) => db.project.count({ where: { tenantId } }),
  // Excludes rotated keys.
  apiKeys: (db, tenantId, now) =>
    db.apiKey.count({
      where: {
        tenantId,
        revokedAt: null,
        replacedById: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
    }),
};

function countMembers(db: Db, tenantId: string): Promise<number> {
  return db.user.count({ where: { tenantId } });
}

function countInvitations(db: Db, tenantId: string, now: Date): Promise<number> {
  return db.invitation.count({ where: { tenantId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } } });
}

/** Locks the tenant. */
export async function requireRoom(
  ctx: CoreContext,
  tx: Transaction,
  tenantId: string,
  quota: PlanQuota,
): Promise<Result<undefined, "plan_limit_reached">> {
  const plan = await lockPlan(tx, tenantId);
  return compare(plan, quota, await counters[quota](tx, tenantId, ctx.clock.now()));
}

/** Ignores open invitations. Locks the tenant. */
export async function requireRoomToJoin(
  tx: Transaction,
  tenantId: string,
): Promise<Result<undefined, "plan_limit_reached">> {
  const plan = await lockPlan(tx, tenantId);
  return compare(plan, "members", await countMembers(tx, tenantId));
}

async function lockPlan(tx: Transaction, tenantId: string): Promise<Plan> {
  const rows = await tx.$queryRaw<{ plan: Plan }[]>`
    SELECT plan::text AS plan FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  return rows[0]?.plan ?? "FREE";
}

function compare(plan: Plan, quota: PlanQuota, used: number): Result<undefined, "plan_limit_reached"> {
  const max = planLimits[plan][quota];
  return used < max ? ok() : err("plan_limit_reached", { planLimit: { plan, quota, max } });
}

export async function planUseOf(ctx: CoreContext, tenant: { id: string; plan: Plan }): Promise<PlanUse> {
  const now = ctx.clock.now();
  const of = async (quota: PlanQuota) => ({
    used: await counters[quota](ctx.db, tenant.id, now),
    max: planLimits[tenant.plan][quota],
  });
  const [members, projects, apiKeys] = await Promise.all([of("members"), of("projects"), of("apiKeys")]);
  return { members, projects, apiKeys };
}

export const getPlanUse = act({
  access: "user",
  input: z.strictObject({}),
  output: z.strictObject({ plan: planSchema, use: planUse }).meta({ id: "PlanUse" }),
  errors: [],
  example: {
    output: {
      plan: "FREE",
      use: { members: { used: 2, max: 25 }, projects: { used: 1, max: 10 }, apiKeys: { used: 3, max: 50 } },
    },
  },
  async run(ctx, { tenant }) {
    return ok({ plan: tenant.plan, use: await planUseOf(ctx, tenant) });
  },
});
