import type { Plan, Tenant } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "./lock-team";
import { mailLeaders } from "./mail-leaders";

interface Change {
  tenantId: string;
  plan?: Plan | undefined;
  production?: "active" | "none" | undefined;
}

/**
 * Puts a tenant on another plan, or switches its production environment. A plan below what there is takes nothing away:
 * nothing can be added until there is room. The owners are told of what really changed. Needs a recent proof.
 */
export async function changeTenant(
  ctx: CoreContext,
  admin: AdminActor,
  change: Change,
): Promise<Result<undefined, "tenant_not_found" | "step_up_required">> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  const { tenantId, plan, production } = change;
  if (!isId(tenantId)) return err("tenant_not_found");
  return inTransaction<undefined, "tenant_not_found">(ctx, async (tx) => {
    await lockTeam(tx, [], [tenantId]);
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant) return err("tenant_not_found");
    if (plan !== undefined && plan !== tenant.plan) await changePlan(ctx, tx, admin, tenant, plan);
    const isActive = tenant.productionEnvironment === "ACTIVE";
    if (production !== undefined && (production === "active") !== isActive) {
      await switchProduction(ctx, tx, admin, tenant, !isActive);
    }
    return ok();
  });
}

async function changePlan(ctx: CoreContext, tx: Transaction, admin: AdminActor, tenant: Tenant, plan: Plan) {
  await tx.tenant.update({ where: { id: tenant.id }, data: { plan } });
  await recordAuditEvent(ctx, tx, {
    action: "tenant.plan_changed",
    actor: admin,
    target: { type: "tenant", id: tenant.id },
    details: { organization: tenant.name, from: tenant.plan, to: plan },
  });
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  await mailLeaders(ctx, tx, ownersOf(tenant), "plan-changed", (name) => ({
    name,
    organization: tenant.name,
    plan,
    teamUrl,
  }));
}

async function switchProduction(
  ctx: CoreContext,
  tx: Transaction,
  admin: AdminActor,
  tenant: Tenant,
  isActive: boolean,
) {
  const productionEnvironment = isActive ? "ACTIVE" : "NONE";
  await tx.tenant.update({ where: { id: tenant.id }, data: { productionEnvironment } });
  await recordAuditEvent(ctx, tx, {
    action: "tenant.production_changed",
    actor: admin,
    target: { type: "tenant", id: tenant.id },
    details: { organization: tenant.name, to: isActive ? "active" : "none" },
  });
  await mailLeaders(ctx, tx, ownersOf(tenant), "production-changed", (name) => ({
    name,
    organization: tenant.name,
    isActive,
  }));
}

function ownersOf({ id }: Tenant) {
  return { tenantId: id, roles: ["OWNER" as const] };
}
