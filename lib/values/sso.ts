import { z } from "zod";
import { secondFactorCodeSchema } from "./codes";
import { organizationSchema, personNameSchema } from "./forms";
import { typedPasswordSchema } from "./password";
import { tokenSchema } from "./tokens";

/** Whoever may vouch for a person. The id is part of the callback's address and of stored identities. */
export const ssoProviderIdSchema = z.enum(["google", "github", "oidc"]);
export type SsoProviderId = z.output<typeof ssoProviderIdSchema>;

export interface SsoProvider {
  id: SsoProviderId;
  /** As people know it: "Google", "GitHub", or what the operator calls their issuer. */
  name: string;
}

export const ssoProviderOnlySchema = z.strictObject({ provider: ssoProviderIdSchema });

/** Proves the account that an arrival belongs to. */
export const linkIdentitySchema = z.strictObject({
  ticket: tokenSchema,
  password: typedPasswordSchema,
  code: secondFactorCodeSchema.optional(),
});
export const ssoSignUpSchema = z.strictObject({
  ticket: tokenSchema,
  name: personNameSchema,
  /** Left out with an approval, which says it; needed without one. */
  organization: organizationSchema.optional(),
});

export type LinkIdentityInput = z.output<typeof linkIdentitySchema>;
export type SsoSignUpInput = z.output<typeof ssoSignUpSchema>;

/** What asks an OpenID Connect issuer to ask who it is again, and to say when it did (`auth_time`). */
export const freshSignIn = "prompt=login&max_age=0";
