import type { Plan } from "@/generated/prisma/enums";
import { type PlanQuota, planLimits, planQuotas } from "@/lib/values/plans";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

type Db = Database | Transaction;

/** How much of one quota a tenant has, and how much its plan allows. */
export interface QuotaUse {
  quota: PlanQuota;
  used: number;
  max: number;
}

export interface PlanUse {
  plan: Plan;
  quotas: QuotaUse[];
}

const counters: Record<PlanQuota, (db: Db, tenantId: string, now: Date) => Promise<number>> = {
  members: async (db, tenantId, now) =>
    (await countMembers(db, tenantId)) + (await countInvitations(db, tenantId, now)),
  projects: (db, tenantId) => db.project.count({ where: { tenantId } }),
  // A key that was rotated works on for a while beside the one that counts.
  apiKeys: (db, tenantId, now) =>
    db.apiKey.count({
      where: {
        ...{ tenantId, revokedAt: null, replacedById: null },
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

/** Refuses one more when the plan allows no more. Holds the tenant from here on, so that nobody overtakes. */
export async function requireRoom(
  ctx: CoreContext,
  tx: Transaction,
  tenantId: string,
  quota: PlanQuota,
): Promise<Result<undefined, "plan_limit_reached">> {
  const plan = await holdPlan(tx, tenantId);
  return compare(plan, quota, await counters[quota](tx, tenantId, ctx.clock.now()));
}

/** The same for somebody who was invited and comes: invitations that wait take no place from them. */
export async function requireRoomToJoin(
  tx: Transaction,
  tenantId: string,
): Promise<Result<undefined, "plan_limit_reached">> {
  const plan = await holdPlan(tx, tenantId);
  return compare(plan, "members", await countMembers(tx, tenantId));
}

async function holdPlan(tx: Transaction, tenantId: string): Promise<Plan> {
  const rows = await tx.$queryRaw<{ plan: Plan }[]>`
    SELECT plan::text AS plan FROM tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  return rows[0]?.plan ?? "FREE";
}

function compare(plan: Plan, quota: PlanQuota, used: number): Result<undefined, "plan_limit_reached"> {
  const max = planLimits[plan][quota];
  return used < max ? ok() : err("plan_limit_reached", { planLimit: { plan, quota, max } });
}

/** What a tenant has of what its plan allows. */
export async function usedOf(ctx: CoreContext, tenant: { id: string; plan: Plan }): Promise<PlanUse> {
  const now = ctx.clock.now();
  const quotas = planQuotas.map(async (quota) => ({
    quota,
    used: await counters[quota](ctx.db, tenant.id, now),
    max: planLimits[tenant.plan][quota],
  }));
  return { plan: tenant.plan, quotas: await Promise.all(quotas) };
}

/** The plan of the actor's own tenant, and what is used of it. */
export function getPlanUse(ctx: CoreContext, actor: UserActor): Promise<PlanUse> {
  return usedOf(ctx, actor.tenant);
}
