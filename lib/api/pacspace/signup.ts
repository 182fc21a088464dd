import { requestAccess } from "@/lib/core/access-requests/submit";
import { register } from "@/lib/core/accounts/sign-up/register";
import { resendVerificationEmail } from "@/lib/core/accounts/sign-up/registration-mail";
import { verifyEmail } from "@/lib/core/accounts/sign-up/verify-email";
import { ok } from "@/lib/core/kernel/result";
import { emailOnlySchema, registerSchema, requestAccessSchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { exampleId } from "./examples";
import { emailDataSchema, emptyData, registrationSchema } from "./schemas";
import { toRegistration } from "./serialize";

const requestAccessEndpoint = definePublicEndpoint({
  method: "post",
  path: "/request-access",
  summary: "Request access",
  description: "The response is the same whether the address is new, pending, decided or registered.",
  limit: "requestAccess",
  input: requestAccessSchema,
  inputExample: {
    name: "Jane Doe",
    email: "jane@company.com",
    organization: "Acme Inc",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    useCase: "Record usage before monthly invoices go out.",
  },
  status: 202,
  data: emptyData,
  dataExample: null,
  message: "Thanks. If we can offer access, we'll email you.",
  refusals: ["validation_failed"],
  async run({ ctx, input }) {
    const requested = await requestAccess(ctx, input, { source: "api" });
    return requested.ok ? ok({ data: null }) : requested;
  },
});

const registerEndpoint = definePublicEndpoint({
  method: "post",
  path: "/register",
  summary: "Create an account",
  description:
    "Creates the account and its organization, once per approval token, and emails the verification link. Organization and buyer mode come from the approval: leave them out or send the same values. Without approvals (SIGNUP=open), `organization` is required and the response is the same for every address.",
  limit: "register",
  input: registerSchema,
  inputExample: {
    name: "Jane Doe",
    email: "jane@company.com",
    password: "SecurePass1",
    organization: "Acme Inc",
    buyerMode: "DIRECT_INFERENCE_VENDOR",
    approvalToken: "APPROVAL_TOKEN",
  },
  status: 201,
  data: registrationSchema,
  dataExample: {
    user: { id: exampleId, email: "jane@company.com", name: "Jane Doe", emailVerified: false },
    tenant: { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c12", name: "Acme Inc" },
  },
  message: "Account created. Open the link we emailed to verify your address.",
  refusals: [
    "registration_requires_approval",
    "plan_limit_reached",
    "password_rejected",
    "email_taken",
    "validation_failed",
  ],
  async run({ ctx, input }) {
    const registered = await register(ctx, input);
    return registered.ok ? ok({ data: toRegistration(registered.value) }) : registered;
  },
});

const verifyEndpoint = definePublicEndpoint({
  method: "get",
  path: "/verify",
  summary: "Verify an email address",
  description:
    "Activates the registration this link belongs to and ends other registrations of the address. Verifying twice succeeds. Never signs anyone in.",
  limit: "tokenUse",
  input: tokenOnlySchema,
  status: 200,
  data: emailDataSchema,
  dataExample: { email: "jane@company.com" },
  message: "Email address verified.",
  refusals: ["token_invalid"],
  acts: true,
  async run({ ctx, input }) {
    const verified = await verifyEmail(ctx, input);
    return verified.ok ? ok({ data: { email: verified.value.email } }) : verified;
  },
});

const resendEndpoint = definePublicEndpoint({
  method: "post",
  path: "/resend-verification-email",
  summary: "Send a verification email",
  description: "The response is always the same. A new link replaces the previous one of the same registration.",
  limit: "resendVerification",
  input: emailOnlySchema,
  inputExample: { email: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "If this address needs verification, we've emailed a link to it.",
  refusals: [],
  async run({ ctx, input }) {
    await resendVerificationEmail(ctx, input);
    return ok({ data: null });
  },
});

export const signupEndpoints: Endpoint[] = [requestAccessEndpoint, registerEndpoint, verifyEndpoint, resendEndpoint];
