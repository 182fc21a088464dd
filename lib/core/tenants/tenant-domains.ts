import type { TenantDomain } from "@/generated/prisma/client";
import { type DomainProof, type TenantDomainInput, tenantDomainsMax, txtPrefix } from "@/lib/values/tenant-domains";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, requireRecentProof, type UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { randomToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "./lock-team";
import { mailLeaders, tellLeaders } from "./mail-leaders";
import { roleIn } from "./membership";
import { isSharedDomain } from "./shared-domain";

export interface TenantDomainView {
  id: string;
  domain: string;
  /** The TXT record that proves it. */
  record: string;
  /** Null: not verified. */
  verifiedAt: Date | null;
  /** Null: not verified. An admin's word counts until another organization proves the domain by DNS. */
  verifiedBy: DomainProof | null;
}

function toView({ id, domain, token, verifiedAt, verifiedBy }: TenantDomain): TenantDomainView {
  const proof = verifiedBy === null ? null : verifiedBy === "dns" ? "dns" : "admin";
  return { id, domain, record: recordOf(token), verifiedAt, verifiedBy: proof };
}

function recordOf(token: string): string {
  return `${txtPrefix}${token}`;
}

/** The mail domains of a tenant, verified or not, in the order of the alphabet. */
export async function listDomains(ctx: CoreContext, tenantId: string): Promise<TenantDomainView[]> {
  const rows = await ctx.db.tenantDomain.findMany({ where: { tenantId }, orderBy: { domain: "asc" } });
  return rows.map(toView);
}

type AddRefusal = "owner_required" | "validation_failed" | "step_up_required";

/**
 * An owner says that a mail domain is their organization's. It counts once it is verified. Domains that can't be one
 * organization's are refused. Twice is once. Needs a recent proof.
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
  if (isSharedDomain(ctx, domain)) return refused("public_domain");
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

/**
 * Looks for the TXT record; asked of name servers at most so often. One domain belongs to one organization: an admin's
 * word for another one gives way to the record, and so does another one's proof whose own record is gone. Needs a recent
 * proof.
 */
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
  if (!records.includes(recordOf(claim.token))) return refused("txt_record");
  return settle(
    ctx,
    actor,
    claim,
    "dns",
    (holder) => holder.verifiedBy === "dns" && records.includes(recordOf(holder.token)),
  );
}

type AcceptRefusal = "domain_not_found" | "validation_failed" | "step_up_required";

/**
 * An admin of the console takes an owner's word for a domain that the owner has added. Not for an organization that the
 * admin belongs to: nobody vouches for themselves. Needs a recent proof.
 */
export async function acceptDomain(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<TenantDomainView, AcceptRefusal>> {
  const recent = requireRecentProof(ctx, admin);
  if (!recent.ok) return recent;
  const claim = isId(id) ? await ctx.db.tenantDomain.findUnique({ where: { id } }) : null;
  if (!claim) return err("domain_not_found");
  if (claim.tenantId === admin.tenant.id) return refused("own_organization");
  return settle(ctx, admin, claim, "admin", () => true);
}

/**
 * An owner takes a domain away: nobody is proposed for the organization because of it any more. Needs a recent proof,
 * and tells owners and admins.
 */
export async function removeDomain(
  ctx: CoreContext,
  actor: UserActor,
  { id }: { id: string },
): Promise<Result<undefined, "owner_required" | "domain_not_found" | "step_up_required">> {
  if (actor.user.tenantRole !== "OWNER") return err("owner_required");
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  if (!isId(id)) return err("domain_not_found");
  return inTransaction<undefined, "domain_not_found">(ctx, async (tx) => {
    const row = await tx.tenantDomain.findFirst({ where: { id, tenantId: actor.tenant.id } });
    if (!row || (await tx.tenantDomain.deleteMany({ where: { id } })).count === 0) return err("domain_not_found");
    await record(ctx, tx, "tenant.domain_removed", actor, row);
    await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "domainRemoved", value: row.domain });
    return ok();
  });
}

/** `keeps` says whether the organization that has the domain so far keeps it. */
async function settle(
  ctx: CoreContext,
  actor: UserActor,
  claim: TenantDomain,
  verifiedBy: DomainProof,
  keeps: (holder: TenantDomain) => boolean,
): Promise<Result<TenantDomainView, "domain_not_found" | "validation_failed">> {
  // The lists may have grown since it was added.
  if (isSharedDomain(ctx, claim.domain)) return refused("public_domain");
  const weaker = verifiedBy === "dns" ? [{ verifiedAt: null }, { verifiedBy: "admin" }] : [{ verifiedAt: null }];
  try {
    return await inTransaction<TenantDomainView, "domain_not_found" | "validation_failed">(ctx, async (tx) => {
      const { domain } = claim;
      const others = { domain, verifiedAt: { not: null }, id: { not: claim.id } };
      const holder = await tx.tenantDomain.findFirst({ where: others });
      if (holder && keeps(holder)) return refused("domain_taken");
      if (holder) await displace(ctx, tx, holder);
      const [row] = await tx.tenantDomain.updateManyAndReturn({
        where: { id: claim.id, OR: weaker },
        data: { verifiedAt: ctx.clock.now(), verifiedBy },
      });
      if (!row) {
        const known = await tx.tenantDomain.findUnique({ where: { id: claim.id } });
        return known ? ok(toView(known)) : err("domain_not_found");
      }
      await record(ctx, tx, "tenant.domain_verified", actor, row, { verifiedBy });
      // Where another organization lost it, whoever did it is mailed, too: it concerns both.
      await tellOfDomain(ctx, tx, "domain-verified", row, holder ? {} : { exceptUserId: actor.user.id });
      return ok(toView(row));
    });
  } catch (thrown) {
    // Another organization has proved it in this very moment.
    if (!isUniqueViolation(thrown)) throw thrown;
    return refused("domain_taken");
  }
}

/** Takes the domain from the organization that had it. Who proved it isn't named there. */
async function displace(ctx: CoreContext, tx: Transaction, { id, verifiedBy }: TenantDomain): Promise<void> {
  const [lost] = await tx.tenantDomain.updateManyAndReturn({
    where: { id, verifiedBy },
    data: { verifiedAt: null, verifiedBy: null },
  });
  if (!lost) return;
  await record(ctx, tx, "tenant.domain_displaced", "system", lost);
  await tellOfDomain(ctx, tx, "domain-lost", lost, {});
}

async function tellOfDomain(
  ctx: CoreContext,
  tx: Transaction,
  template: "domain-verified" | "domain-lost",
  { tenantId, domain }: TenantDomain,
  except: { exceptUserId?: string },
): Promise<void> {
  const { name: organization } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } });
  const teamUrl = `${ctx.config.appUrl}/account/team`;
  await mailLeaders(ctx, tx, { tenantId, ...except }, template, (name) => ({ name, organization, domain, teamUrl }));
}

function refused(problem: string): Result<never, "validation_failed"> {
  return err("validation_failed", { fieldErrors: { domain: [problem] } });
}

function record(
  ctx: CoreContext,
  tx: Transaction,
  action: "tenant.domain_added" | "tenant.domain_verified" | "tenant.domain_removed" | "tenant.domain_displaced",
  actor: UserActor | "system",
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
