import { z } from "@hono/zod-openapi";
import { ok } from "@/lib/core/kernel/result";
import {
  acceptDomain,
  addDomain,
  listDomains,
  removeDomain,
  type TenantDomainView,
  verifyDomain,
} from "@/lib/core/tenants/tenant-domains";
import { domainProofs, tenantDomainSchema } from "@/lib/values/tenant-domains";
import { defineAdminEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { emptyData, nothing } from "./schemas";

const domainSchema = z
  .strictObject({
    id: z.uuid(),
    domain: z.string(),
    record: z.string(),
    verifiedAt: z.iso.datetime().nullable(),
    verifiedBy: z.enum(domainProofs).nullable(),
  })
  .openapi("TenantDomain");

export const exampleDomain = {
  id: exampleId,
  domain: "company.com",
  record: "foyer-verify=TOKEN",
  verifiedAt: null,
  verifiedBy: null,
};

export function toDomain({ verifiedAt, ...domain }: TenantDomainView): z.input<typeof domainSchema> {
  return { ...domain, verifiedAt: verifiedAt?.toISOString() ?? null };
}

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/team/domains",
  summary: "List email domains",
  input: nothing,
  status: 200,
  data: z.strictObject({ items: z.array(domainSchema) }),
  dataExample: { items: [exampleDomain] },
  message: "Domains.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: { items: (await listDomains(ctx, actor.tenant.id)).map(toDomain) } });
  },
});

const addEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/domains",
  summary: "Create an email domain",
  description:
    "For owners. Add `record` to the domain as a TXT record, then verify it. Public email providers aren't allowed. Requires recent re-authentication.",
  input: tenantDomainSchema,
  inputExample: { domain: "company.com" },
  status: 201,
  data: domainSchema,
  dataExample: exampleDomain,
  message: "Domain added.",
  refusals: ["owner_required", "validation_failed", "step_up_required"],
  async run({ ctx, actor, input }) {
    const added = await addDomain(ctx, actor, input);
    return added.ok ? ok({ data: toDomain(added.value) }) : added;
  },
});

const verifyEndpoint = defineUserEndpoint({
  method: "post",
  path: "/team/domains/{id}/verify",
  summary: "Verify an email domain",
  description:
    "For owners. Checks the TXT record. Only one organization can verify a domain. A record replaces another organization's verification by an admin, or by a record that's gone. We email the owners and admins of both. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: domainSchema,
  dataExample: { ...exampleDomain, verifiedAt: exampleMoment, verifiedBy: "dns" },
  message: "Domain verified.",
  refusals: ["owner_required", "domain_not_found", "validation_failed", "rate_limited", "step_up_required"],
  async run({ ctx, actor, id }) {
    const verified = await verifyDomain(ctx, actor, { id });
    return verified.ok ? ok({ data: toDomain(verified.value) }) : verified;
  },
});

const removeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/team/domains/{id}",
  summary: "Delete an email domain",
  description: "For owners. Members stay. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Domain deleted.",
  refusals: ["owner_required", "domain_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await removeDomain(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

const acceptEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/tenant-domains/{id}/verify",
  summary: "Verify a domain without DNS",
  description:
    "For a domain that an owner has added and can't verify by DNS, and not for your own organization. We email its owners and admins. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: domainSchema,
  dataExample: { ...exampleDomain, verifiedAt: exampleMoment, verifiedBy: "admin" },
  message: "Domain verified.",
  refusals: ["domain_not_found", "validation_failed", "step_up_required"],
  async run({ ctx, actor, id }) {
    const accepted = await acceptDomain(ctx, actor, { id });
    return accepted.ok ? ok({ data: toDomain(accepted.value) }) : accepted;
  },
});

export const teamDomainEndpoints: Endpoint[] = [listEndpoint, addEndpoint, verifyEndpoint, removeEndpoint];
export const tenantDomainEndpoints: Endpoint[] = [acceptEndpoint];
export { domainSchema as tenantDomainWire };
