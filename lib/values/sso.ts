import { z } from "zod";
import { secondFactorCodeSchema } from "./codes";
import { organizationSchema, personNameSchema } from "./forms";
import { typedPasswordSchema } from "./password";
import { tokenSchema } from "./tokens";

/** Part of callback URLs and stored identities. */
export const ssoProviderIdSchema = z.enum(["google", "github", "oidc"]);
export type SsoProviderId = z.output<typeof ssoProviderIdSchema>;

export interface SsoProvider {
  id: SsoProviderId;
  /** Display name. */
  name: string;
}

export const ssoProviderOnlySchema = z.strictObject({ provider: ssoProviderIdSchema });

export const linkIdentitySchema = z.strictObject({
  ticket: tokenSchema,
  password: typedPasswordSchema,
  code: secondFactorCodeSchema.optional(),
});
export const ssoSignUpSchema = z.strictObject({
  ticket: tokenSchema,
  name: personNameSchema,
  /** Required without an approval token. */
  organization: organizationSchema.optional(),
});

export type LinkIdentityInput = z.output<typeof linkIdentitySchema>;
export type SsoSignUpInput = z.output<typeof ssoSignUpSchema>;
