import { err, ok } from "@/lib/core/kernel/result";
import { acceptDomain } from "@/lib/core/tenants/tenant-domains";
import { changeTenant, getTenant, listTenants } from "@/lib/core/tenants/tenants";
import { isId } from "@/lib/values/tokens";
import { changeTenantSchema } from "@/lib/values/users";
import { defineAdminEndpoint } from "./endpoint";
import { get, post } from "./routes";

/** An empty change is an error. */
const changeBody = changeTenantSchema
  .omit({ id: true })
  .refine(({ plan, production }) => plan !== undefined || production !== undefined, "required");

const changeEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/tenants/{id}",
  summary: "Update a tenant's plan or production access",
  description:
    "Lowering a plan removes nothing, but nothing can be added until usage is below its limits. We email the owners. Requires recent re-authentication.",
  input: changeBody,
  inputExample: changeTenant.example.input,
  status: 200,
  data: changeTenant.output,
  dataExample: changeTenant.example.output,
  message: "Tenant updated.",
  refusals: changeTenant.errors,
  async run({ ctx, actor, id, input }) {
    if (!isId(id)) return err("tenant_not_found");
    const changed = await changeTenant(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: changed.value }) : changed;
  },
});

export const tenantEndpoints = [
  get("/tenants", listTenants, "List tenants", {
    description: "`q` searches names, and `@company.com` finds tenants with members at that domain. Filter: `plan`.",
  }),
  get("/tenants/{id}", getTenant, "Get a tenant", {
    description: "With its plan's limits and usage, and the first 50 members and projects.",
  }),
  changeEndpoint,
];

export const tenantDomainEndpoints = [
  post("/tenant-domains/{id}/verify", acceptDomain, "Verify a domain without DNS", {
    description:
      "For a domain that an owner has added and can't verify by DNS, and not for your own organization. We email its owners and admins. Requires recent re-authentication.",
    message: "Domain verified.",
  }),
];
