import type { Tenant, TenantDomain } from "@/generated/prisma/client";
import { type TenantDomainInput, tenantDomainsMax, txtPrefix } from "@/lib/values/tenant-domains";
import { isId } from "@/lib/values/tokens";
import { type AdminActor, requireRecentProof, type UserActor } from "../actors";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../context";
import { inTransaction, isUniqueViolation, type Transaction } from "../database";
import { err, ok, type Result } from "../result";
import { lockTeam } from "../team/lock-team";
import { roleIn } from "../team/membership";
import { randomToken } from "../tokens/one-time-token";
import { mailLeaders } from "./mail-leaders";

export interface TenantDomainView {
  id: string;
  domain: string;
  /** The TXT record that proves it. */
  record: string;
  /** Null: not verified. */
  verifiedAt: Date | null;
}

function toView({ id, domain, token, verifiedAt }: TenantDomain): TenantDomainView {
  return { id, domain, record: `${txtPrefix}${token}`, verifiedAt };
}

/** The mail domains of a tenant, verified or not, in the order of the alphabet. */
export async function listDomains(ctx: CoreContext, tenantId: string): Promise<TenantDomainView[]> {
  const rows = await ctx.db.tenantDomain.findMany({ where: { tenantId }, orderBy: { domain: "asc" } });
  return rows.map(toView);
}

type AddRefusal = "owner_required" | "validation_failed" | "step_up_required";

/**
 * An owner says that a mail domain is their organization's. It counts once it is verified. Domains that anybody can have
 * an address of are refused. Twice is once. Needs a recent proof.
 */
export async function addDomain(
  ctx: CoreContext,
  actor: UserActor,
  { domain }: TenantDomainInput,
): Promise<Result<TenantDomainView, AddRefusal>> {
  const tenantId = actor.tenant.id;
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  if (ctx.isPublicMailDomain(domain) || ctx.isDisposableDomain(domain)) return refused("public_domain");
  return inTransaction<TenantDomainView, AddRefusal>(ctx, async (tx) => {
    await lockTeam(tx, [], [tenantId]);
    if ((await roleIn(tx, tenantId, actor.user.id)) !== "OWNER") return err("owner_required");
    const known = await tx.tenantDomain.findUnique({ where: { tenantId_domain: { tenantId, domain } } });
    if (known) return ok(toView(known));
    if ((await tx.tenantDomain.count({ where: { tenantId } })) >= tenantDomainsMax) return refused("too_many_domains");
    const row = await tx.tenantDomain.create({
      data: { tenantId, domain, token: randomToken(), createdAt: ctx.clock.now() },
    });
    await record(ctx, tx, "tenant.domain_added", actor, row);
    return ok(toView(row));
  });
}

type VerifyRefusal = "owner_required" | "domain_not_found" | "validation_failed" | "rate_limited" | "step_up_required";

/** Looks for the TXT record; asked of name servers at most so often. One domain belongs to one organization. Needs a recent proof. */
export async function verifyDomain(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
): Promise<Result<TenantDomainView, VerifyRefusal>> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const where = { id, tenantId: actor.tenant.id };
  const claim = isId(id) ? await ctx.db.tenantDomain.findFirst({ where }) : null;
  if (!claim) return err("domain_not_found");
  const limit = await ctx.limits.consume("invitation", `domain:${actor.tenant.id}`);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const records = await ctx.readTxtRecords(claim.domain);
  if (!records.includes(`${txtPrefix}${claim.token}`)) return refused("txt_record");
  return settle(ctx, actor, claim, "dns");
}

type AcceptRefusal = "domain_not_found" | "validation_failed" | "step_up_required";

/** An admin of the console takes an owner's word for a domain that the owner has added. Needs a recent proof. */
export async function acceptDomain(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<TenantDomainView, AcceptRefusal>> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  const claim = isId(id) ? await ctx.db.tenantDomain.findUnique({ where: { id } }) : null;
  return claim ? settle(ctx, admin, claim, "admin") : err("domain_not_found");
}

/** An owner takes a domain away: nobody is proposed for the organization because of it any more. */
export async function removeDomain(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
): Promise<Result<undefined, "owner_required" | "domain_not_found">> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  if (!isId(id)) return err("domain_not_found");
  return inTransaction<undefined, "domain_not_found">(ctx, async (tx) => {
    const row = await tx.tenantDomain.findFirst({ where: { id, tenantId: actor.tenant.id } });
    if (!row || (await tx.tenantDomain.deleteMany({ where: { id } })).count === 0) return err("domain_not_found");
    await record(ctx, tx, "tenant.domain_removed", actor, row);
    return ok();
  });
}

async function settle(
  ctx: CoreContext,
  actor: UserActor,
  claim: TenantDomain,
  verifiedBy: "dns" | "admin",
): Promise<Result<TenantDomainView, "domain_not_found" | "validation_failed">> {
  // The list of providers may have grown since it was added.
  if (ctx.isPublicMailDomain(claim.domain)) return refused("public_domain");
  try {
    return await inTransaction<TenantDomainView, "domain_not_found">(ctx, async (tx) => {
      const [row] = await tx.tenantDomain.updateManyAndReturn({
        where: { id: claim.id, verifiedAt: null },
        data: { verifiedAt: ctx.clock.now(), verifiedBy },
      });
      if (!row) {
        const known = await tx.tenantDomain.findUnique({ where: { id: claim.id } });
        return known ? ok(toView(known)) : err("domain_not_found");
      }
      const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: row.tenantId } });
      await record(ctx, tx, "tenant.domain_verified", actor, row, { verifiedBy });
      await tellLeaders(ctx, tx, actor, tenant, row.domain);
      return ok(toView(row));
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    return refused("domain_taken");
  }
}

function tellLeaders(
  ctx: CoreContext,
  tx: Transaction,
  actor: UserActor,
  { id, name: organization }: Tenant,
  domain: string,
) {
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  const leaders = { tenantId: id, exceptUserId: actor.user.id };
  return mailLeaders(ctx, tx, leaders, "domain-verified", (name) => ({ name, organization, domain, teamUrl }));
}

function refused(problem: string): Result<never, "validation_failed"> {
  return err("validation_failed", { fieldErrors: { domain: [problem] } });
}

function record(
  ctx: CoreContext,
  tx: Transaction,
  action: "tenant.domain_added" | "tenant.domain_verified" | "tenant.domain_removed",
  actor: UserActor,
  { domain, tenantId }: TenantDomain,
  details: { verifiedBy?: string } = {},
): Promise<void> {
  return recordAuditEvent(ctx, tx, {
    action,
    actor,
    target: { type: "tenant", id: tenantId },
    details: { domain, ...details },
  });
}
