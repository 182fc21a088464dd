import { z } from "zod";
import { canonicalDomain } from "./domains";

export const tenantDomainsMax = 20;

export const domainProofs = ["dns", "admin"] as const;
export type DomainProof = (typeof domainProofs)[number];

export const txtPrefix = "foyer-verify=";

/** With or without @. */
export const tenantDomainSchema = z.strictObject({
  domain: z.string().transform((typed, context) => {
    const domain = canonicalDomain(typed.trim().replace(/^@/, ""));
    if (domain !== null) return domain;
    context.addIssue({ code: "custom", message: "domain" });
    return z.NEVER;
  }),
});
export type TenantDomainInput = z.output<typeof tenantDomainSchema>;
