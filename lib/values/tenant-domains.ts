import { z } from "zod";
import { canonicalDomain } from "./domains";

export const tenantDomainsMax = 20;

/** How a domain was verified: by its TXT record, or by an admin of the console who took an owner's word. */
export const domainProofs = ["dns", "admin"] as const;
export type DomainProof = (typeof domainProofs)[number];

/** What a TXT record of the domain begins with. */
export const txtPrefix = "foyer-verify=";

/** What follows the @ of an address, with or without the @. */
export const tenantDomainSchema = z.strictObject({
  domain: z.string().transform((typed, context) => {
    const domain = canonicalDomain(typed.trim().replace(/^@/, ""));
    if (domain !== null) return domain;
    context.addIssue({ code: "custom", message: "domain" });
    return z.NEVER;
  }),
});
export type TenantDomainInput = z.output<typeof tenantDomainSchema>;
