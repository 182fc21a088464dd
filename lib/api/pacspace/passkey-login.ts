import { ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import {
  finishPasskeySecondFactor,
  finishPasskeySignIn,
  startPasskeySecondFactor,
  startPasskeySignIn,
} from "@/lib/core/sign-in/passkeys/sign-in";
import { exampleProfile, profileJson } from "@/lib/core/users/profile";
import { mfaTicketOnlySchema, passkeyAnswerSchema, secondFactorPasskeySchema } from "@/lib/values/passkeys";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { exampleAnswer, exampleCreationOptions, exampleRequestOptions } from "./passkey-examples";
import { requestOptionsSchema } from "./passkey-schemas";
import { toRequestOptions } from "./passkey-serialize";
import { nothing, signedInSchema } from "./schemas";

const exampleTicket = "MFA_TICKET_FROM_LOGIN";
const forBrowsers =
  "Pass `options` to `PublicKeyCredential.parseRequestOptionsFromJSON()`. They work once, for five minutes.";

const signInOptionsEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login/passkey-options",
  summary: "Start a passkey sign-in",
  description: `No email is needed. ${forBrowsers}`,
  limit: "passkeyOptions",
  input: nothing,
  status: 200,
  data: requestOptionsSchema,
  dataExample: { options: exampleRequestOptions },
  message: "Get the authenticator's response, then send it to login/passkey.",
  refusals: [],
  async run({ ctx }) {
    const options = await startPasskeySignIn(ctx);
    return options.ok ? ok({ data: { options: toRequestOptions(options.value) } }) : options;
  },
});

const signInEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login/passkey",
  summary: "Sign in with a passkey",
  description:
    "Without a password or code. The authenticator must have verified the user, so it counts as both factors.",
  limit: "login",
  input: passkeyAnswerSchema,
  inputExample: { response: exampleAnswer },
  status: 200,
  data: signedInSchema,
  dataExample: { user: exampleProfile, expiresAt: exampleMoment },
  message: "Signed in.",
  refusals: ["passkey_rejected", "email_not_verified", "account_deactivated"],
  async run({ ctx, input }) {
    const outcome = await finishPasskeySignIn(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    const { session, user } = outcome.value;
    return ok({ data: { user: profileJson(user), expiresAt: session.accessExpiresAt.toISOString() }, session });
  },
});

const secondFactorOptionsEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login/mfa-passkey-options",
  summary: "Start the 2FA step with a passkey",
  description: `For the passkeys of the ticket's account. ${forBrowsers}`,
  limit: "passkeyOptions",
  input: mfaTicketOnlySchema,
  inputExample: { mfaTicket: exampleTicket },
  status: 200,
  data: requestOptionsSchema,
  dataExample: { options: { ...exampleRequestOptions, allowCredentials: exampleCreationOptions.excludeCredentials } },
  message: "Get the authenticator's response, then send it to login/mfa-passkey.",
  refusals: ["mfa_ticket_invalid", "passkey_not_found"],
  async run({ ctx, input }) {
    const options = await startPasskeySecondFactor(ctx, input, nativeAudience);
    return options.ok ? ok({ data: { options: toRequestOptions(options.value) } }) : options;
  },
});

const secondFactorEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login/mfa-passkey",
  summary: "Complete a 2FA sign-in with a passkey",
  description: "Each response is one of the ticket's five attempts.",
  limit: "mfaVerify",
  input: secondFactorPasskeySchema,
  inputExample: { mfaTicket: exampleTicket, response: exampleAnswer },
  status: 200,
  data: signedInSchema,
  dataExample: { user: exampleProfile, expiresAt: exampleMoment },
  message: "Signed in.",
  refusals: ["passkey_rejected", "mfa_ticket_invalid", "account_deactivated"],
  async run({ ctx, input }) {
    const outcome = await finishPasskeySecondFactor(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    const { session, user } = outcome.value;
    return ok({ data: { user: profileJson(user), expiresAt: session.accessExpiresAt.toISOString() }, session });
  },
});

export const passkeyLoginEndpoints: Endpoint[] = [
  signInOptionsEndpoint,
  signInEndpoint,
  secondFactorOptionsEndpoint,
  secondFactorEndpoint,
];
