import { z } from "zod";
import { canonicalEmail } from "./email";

export const tenantDomainsMax = 20;

/** What a TXT record of the domain begins with. */
export const txtPrefix = "foyer-verify=";

/** What follows the @ of an address: at least two labels, lower case, ASCII (xn-- for others). */
export const tenantDomainSchema = z.strictObject({
  domain: z.string().transform((typed, context) => {
    const email = canonicalEmail(`a@${typed.trim().replace(/^@/, "")}`);
    if (email) return email.slice(2);
    context.addIssue({ code: "custom", message: "domain" });
    return z.NEVER;
  }),
});
export type TenantDomainInput = z.output<typeof tenantDomainSchema>;
