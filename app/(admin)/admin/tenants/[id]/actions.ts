"use server";

import { acceptDomain } from "@/lib/core/tenants/tenant-domains";
import { changeTenant } from "@/lib/core/tenants/tenants";
import { serverAction } from "@/lib/web/define-action";

export const change = serverAction(changeTenant);
export const takeDomain = serverAction(acceptDomain);
