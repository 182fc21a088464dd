import type { Plan } from "@/generated/prisma/enums";
import { planLimits } from "@/lib/values/plans";
import type { UserActor } from "../kernel/actors";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";

/** Live keys of one account. */
export const apiKeysMax = 50;

/**
 * Room for one more key of the account, in two questions: holds the account, then its tenant, like everything that
 * locks both, and counts the keys of either. A key that was rotated counts for the account while it works on, and not
 * for the tenant's plan.
 */
export async function holdRoomForKey(
  tx: Transaction,
  { user, tenant }: UserActor,
  now: Date,
): Promise<Result<undefined, "too_many_api_keys" | "plan_limit_reached">> {
  const [held] = await tx.$queryRaw<{ plan: Plan }[]>`
    SELECT t.plan::text AS plan FROM users u JOIN tenants t ON t.id = ${tenant.id}::uuid
    WHERE u.id = ${user.id}::uuid FOR UPDATE OF u, t`;
  const [keys] = await tx.$queryRaw<{ own: number; counted: number }[]>`
    SELECT count(*) FILTER (WHERE user_id = ${user.id}::uuid)::int AS own,
           count(*) FILTER (WHERE tenant_id = ${tenant.id}::uuid AND replaced_by_id IS NULL)::int AS counted
    FROM api_keys
    WHERE (user_id = ${user.id}::uuid OR tenant_id = ${tenant.id}::uuid)
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
  if ((keys?.own ?? 0) >= apiKeysMax) return err("too_many_api_keys");
  const plan = held?.plan ?? tenant.plan;
  const max = planLimits[plan].apiKeys;
  return (keys?.counted ?? 0) < max ? ok() : err("plan_limit_reached", { planLimit: { plan, quota: "apiKeys", max } });
}
