import { ok } from "@/lib/core/kernel/result";
import { changeTenant } from "@/lib/core/tenants/change-tenant";
import { getTenant } from "@/lib/core/tenants/get-tenant";
import { listTenants } from "@/lib/core/tenants/list-tenants";
import { getPlanUse } from "@/lib/core/tenants/plan-limits";
import { changeTenantSchema, listTenantsSchema } from "@/lib/values/users";
import { defineAdminEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { nothing } from "./schemas";
import { planUseSchema, tenantDetailSchema, tenantPageSchema } from "./schemas-users";
import { toPlanUse, toTenantDetail, toTenantPage } from "./serialize-tenants";
import { exampleDomain } from "./tenant-domains";

const exampleUse = {
  members: { used: 2, max: 25 },
  projects: { used: 1, max: 10 },
  apiKeys: { used: 3, max: 50 },
};
const exampleTenant = { id: exampleId, name: "Acme Inc", plan: "FREE" as const, createdAt: exampleMoment };
const exampleDetail = {
  ...exampleTenant,
  buyerMode: "DIRECT_INFERENCE_VENDOR",
  environments: { sandbox: "active" as const, production: "none" as const },
  use: exampleUse,
  members: [{ id: exampleId, name: "Jane Doe", email: "jane@company.com", role: "owner" as const, deactivated: false }],
  hasMoreMembers: false,
  projects: [{ id: exampleId, name: "Checkout", slug: "checkout", archived: false, apiKeys: 3 }],
  hasMoreProjects: false,
  domains: [exampleDomain],
};

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/tenants",
  summary: "List tenants",
  description: "`q` searches names, and `@company.com` finds tenants with members at that domain. Filter: `plan`.",
  input: listTenantsSchema,
  status: 200,
  data: tenantPageSchema,
  dataExample: { items: [{ ...exampleTenant, members: 2, production: "none" }], nextCursor: null },
  message: "Tenants.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toTenantPage(await listTenants(ctx, actor, input)) });
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/tenants/{id}",
  summary: "Get a tenant",
  description: "With its plan's limits and usage, and the first 50 members and projects.",
  input: nothing,
  status: 200,
  data: tenantDetailSchema,
  dataExample: exampleDetail,
  message: "Tenant.",
  refusals: ["tenant_not_found"],
  async run({ ctx, actor, id }) {
    const found = await getTenant(ctx, actor, { id });
    return found.ok ? ok({ data: toTenantDetail(found.value) }) : found;
  },
});

const changeEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/tenants/{id}",
  summary: "Update a tenant's plan or production access",
  description:
    "Lowering a plan removes nothing, but nothing can be added until usage is below its limits. We email the owners. Requires recent re-authentication.",
  input: changeTenantSchema,
  inputExample: { plan: "PRO" },
  status: 200,
  data: tenantDetailSchema,
  dataExample: { ...exampleDetail, plan: "PRO", use: { ...exampleUse, members: { used: 2, max: 100 } } },
  message: "Tenant updated.",
  refusals: ["tenant_not_found", "step_up_required"],
  async run({ ctx, actor, id, input }) {
    const changed = await changeTenant(ctx, actor, { ...input, tenantId: id });
    if (!changed.ok) return changed;
    const found = await getTenant(ctx, actor, { id });
    return found.ok ? ok({ data: toTenantDetail(found.value) }) : found;
  },
});

const ownPlanEndpoint = defineUserEndpoint({
  method: "get",
  path: "/team/plan",
  summary: "Get your plan and usage",
  description: "Open invitations count as members. Going over a limit returns PLAN_LIMIT_REACHED.",
  input: nothing,
  status: 200,
  data: planUseSchema,
  dataExample: { plan: "FREE", use: exampleUse },
  message: "Plan.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: toPlanUse(await getPlanUse(ctx, actor)) });
  },
});

export const tenantEndpoints: Endpoint[] = [listEndpoint, getEndpoint, changeEndpoint];
export const ownPlanEndpoints: Endpoint[] = [ownPlanEndpoint];
