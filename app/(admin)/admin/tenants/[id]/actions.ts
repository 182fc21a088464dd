"use server";

import { z } from "zod";
import { changeTenant } from "@/lib/core/tenants/change-tenant";
import { acceptDomain } from "@/lib/core/tenants/tenant-domains";
import { idOnlySchema } from "@/lib/values/forms";
import { planSchema } from "@/lib/values/plans";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction } from "@/lib/web/define-action";

export const changePlan = defineAdminAction({
  input: z.strictObject({ tenantId: idSchema, plan: planSchema }),
  run: changeTenant,
});
export const switchProduction = defineAdminAction({
  input: z.strictObject({ tenantId: idSchema, production: z.enum(["active", "none"]) }),
  run: changeTenant,
});
export const takeDomain = defineAdminAction({ input: idOnlySchema, run: acceptDomain });
