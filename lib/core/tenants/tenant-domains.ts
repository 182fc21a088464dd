import { z } from "zod";
import type { TenantDomain } from "@/generated/prisma/client";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import {
  type DomainProof,
  domainProofs,
  tenantDomainSchema,
  tenantDomainsMax,
  txtPrefix,
} from "@/lib/values/tenant-domains";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { UserActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { randomToken } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "./lock-team";
import { mailLeaders, tellLeaders } from "./mail-leaders";
import { roleIn } from "./membership";
import { isSharedDomain } from "./shared-domain";

export const tenantDomain = z
  .strictObject({
    id: z.uuid(),
    domain: z.string(),
    record: z.string(),
    verifiedAt: jsonDate.nullable(),
    /** `admin` counts until another organization verifies by DNS. */
    verifiedBy: z.enum(domainProofs).nullable(),
  })
  .meta({ id: "TenantDomain" });
type DomainOutput = z.output<typeof tenantDomain>;

export const exampleDomain = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  domain: "company.com",
  record: "foyer-verify=TOKEN",
  verifiedAt: null,
  verifiedBy: null,
};
const exampleDate = "2026-09-30T09:00:00.000Z";

function toDomain({ id, domain, token, verifiedAt, verifiedBy }: TenantDomain): DomainOutput {
  const proof = verifiedBy === null ? null : verifiedBy === "dns" ? "dns" : "admin";
  return { id, domain, record: recordOf(token), verifiedAt, verifiedBy: proof };
}

function recordOf(token: string): string {
  return `${txtPrefix}${token}`;
}

/** Alphabetical. */
export async function domainsOf(ctx: CoreContext, tenantId: string): Promise<DomainOutput[]> {
  const rows = await ctx.db.tenantDomain.findMany({ where: { tenantId }, orderBy: { domain: "asc" } });
  return rows.map(toDomain);
}

export const listDomains = act({
  access: "user",
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(tenantDomain) }),
  errors: [],
  example: { output: { items: [exampleDomain] } },
  async run(ctx, { tenant }) {
    return ok({ items: await domainsOf(ctx, tenant.id) });
  },
});

/** For owners. Idempotent. */
export const addDomain = act({
  access: "user",
  stepUp: true,
  input: tenantDomainSchema,
  output: tenantDomain,
  errors: ["owner_required", "validation_failed", "step_up_required"],
  example: { input: { domain: exampleDomain.domain }, output: exampleDomain },
  async run(ctx, actor, { domain }) {
    const tenantId = actor.tenant.id;
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    if (isSharedDomain(ctx, domain)) return invalid("public_domain");
    return inTransaction<DomainOutput, "owner_required" | "validation_failed">(ctx, async (tx) => {
      await lockTeam(tx, [], [tenantId]);
      if ((await roleIn(tx, tenantId, actor.user.id)) !== "OWNER") return err("owner_required");
      const known = await tx.tenantDomain.findUnique({ where: { tenantId_domain: { tenantId, domain } } });
      if (known) return ok(toDomain(known));
      if ((await tx.tenantDomain.count({ where: { tenantId } })) >= tenantDomainsMax) {
        return invalid("too_many_domains");
      }
      const row = await tx.tenantDomain.create({
        data: { tenantId, domain, token: randomToken(), createdAt: ctx.clock.now() },
      });
      await record(ctx, tx, "tenant.domain_added", actor, row);
      return ok(toDomain(row));
    });
  },
});

/** For owners. Replaces another organization's admin proof, or a DNS proof whose record is gone. */
export const verifyDomain = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: tenantDomain,
  errors: ["owner_required", "domain_not_found", "validation_failed", "rate_limited", "step_up_required"],
  example: { output: { ...exampleDomain, verifiedAt: exampleDate, verifiedBy: "dns" } },
  async run(ctx, actor, { id }) {
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    const claim = await ctx.db.tenantDomain.findFirst({ where: { id, tenantId: actor.tenant.id } });
    if (!claim) return err("domain_not_found");
    const limit = await ctx.limits.consume("invitation", `domain:${actor.tenant.id}`);
    if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
    const records = await ctx.readTxtRecords(claim.domain);
    if (!records.includes(recordOf(claim.token))) return invalid("txt_record");
    return settle(
      ctx,
      actor,
      claim,
      "dns",
      (holder) => holder.verifiedBy === "dns" && records.includes(recordOf(holder.token)),
    );
  },
});

/** Not for the admin's own organization. */
export const acceptDomain = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: tenantDomain,
  errors: ["domain_not_found", "validation_failed", "step_up_required"],
  example: { output: { ...exampleDomain, verifiedAt: exampleDate, verifiedBy: "admin" } },
  async run(ctx, admin, { id }) {
    const claim = await ctx.db.tenantDomain.findUnique({ where: { id } });
    if (!claim) return err("domain_not_found");
    if (claim.tenantId === admin.tenant.id) return invalid("own_organization");
    return settle(ctx, admin, claim, "admin", () => true);
  },
});

/** For owners. Members stay, but the domain's applicants are no longer proposed. */
export const removeDomain = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["owner_required", "domain_not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    if (actor.user.tenantRole !== "OWNER") return err("owner_required");
    return inTransaction<null, "domain_not_found">(ctx, async (tx) => {
      const row = await tx.tenantDomain.findFirst({ where: { id, tenantId: actor.tenant.id } });
      if (!row || (await tx.tenantDomain.deleteMany({ where: { id } })).count === 0) return err("domain_not_found");
      await record(ctx, tx, "tenant.domain_removed", actor, row);
      await tellLeaders(ctx, tx, actor, actor.tenant, { setting: "domainRemoved", value: row.domain });
      return ok(null);
    });
  },
});

async function settle(
  ctx: CoreContext,
  actor: UserActor,
  claim: TenantDomain,
  verifiedBy: DomainProof,
  keeps: (holder: TenantDomain) => boolean,
): Promise<Result<DomainOutput, "domain_not_found" | "validation_failed">> {
  // Lists may have changed.
  if (isSharedDomain(ctx, claim.domain)) return invalid("public_domain");
  const weaker = verifiedBy === "dns" ? [{ verifiedAt: null }, { verifiedBy: "admin" }] : [{ verifiedAt: null }];
  try {
    return await inTransaction<DomainOutput, "domain_not_found" | "validation_failed">(ctx, async (tx) => {
      const { domain } = claim;
      const others = { domain, verifiedAt: { not: null }, id: { not: claim.id } };
      const holder = await tx.tenantDomain.findFirst({ where: others });
      if (holder && keeps(holder)) return invalid("domain_taken");
      if (holder) await displace(ctx, tx, holder);
      const [row] = await tx.tenantDomain.updateManyAndReturn({
        where: { id: claim.id, OR: weaker },
        data: { verifiedAt: ctx.clock.now(), verifiedBy },
      });
      if (!row) {
        const known = await tx.tenantDomain.findUnique({ where: { id: claim.id } });
        return known ? ok(toDomain(known)) : err("domain_not_found");
      }
      await record(ctx, tx, "tenant.domain_verified", actor, row, { verifiedBy });
      await tellOfDomain(ctx, tx, "domain-verified", row, holder ? {} : { exceptUserId: actor.user.id });
      return ok(toDomain(row));
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    return invalid("domain_taken");
  }
}

/** Doesn't reveal who verified it. */
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

function invalid(problem: string): Result<never, "validation_failed"> {
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
