import { requestAccess } from "@/lib/core/access/request-access";
import { ok } from "@/lib/core/result";
import { register } from "@/lib/core/signup/register";
import { resendVerificationEmail } from "@/lib/core/signup/resend-verification-email";
import { verifyEmail } from "@/lib/core/signup/verify-email";
import { emailOnlySchema, registerSchema, requestAccessSchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { exampleId } from "./examples";
import { emailDataSchema, emptyData, registrationSchema } from "./schemas";
import { toRegistration } from "./serialize";

const requestAccessEndpoint = definePublicEndpoint({
  method: "post",
  path: "/request-access",
  summary: "Request access",
  description: "Always the same answer, whether the address is new, waiting, decided or registered.",
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
  message: "Thank you. If we can offer access, you will hear from us by e-mail.",
  refusals: ["validation_failed"],
  async run({ ctx, input }) {
    const requested = await requestAccess(ctx, input, { source: "api" });
    return requested.ok ? ok({ data: null }) : requested;
  },
});

const registerEndpoint = definePublicEndpoint({
  method: "post",
  path: "/register",
  summary: "Register with an approval token",
  description:
    "Creates the account and its tenant, once per approval token, and mails the verification link. Organization and buyer mode are the approved ones: leave them out or repeat them, another value is refused. Without an approval (SIGNUP=open) `organization` is needed, and every address is answered alike.",
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
  message: "Account created. Open the link in the mail to verify the address.",
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
  summary: "Verify the e-mail address",
  description:
    "Makes good what was registered with this link, and ends other registrations of the address. Verifying twice is a success. Never signs anybody in.",
  limit: "tokenUse",
  input: tokenOnlySchema,
  status: 200,
  data: emailDataSchema,
  dataExample: { email: "jane@company.com" },
  message: "E-mail address verified.",
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
  summary: "Mail the verification link again",
  description: "Always the same answer. A new link replaces the one before of the same registration.",
  limit: "resendVerification",
  input: emailOnlySchema,
  inputExample: { email: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "If this address waits for verification, a mail is on its way.",
  refusals: [],
  async run({ ctx, input }) {
    await resendVerificationEmail(ctx, input);
    return ok({ data: null });
  },
});

export const signupEndpoints: Endpoint[] = [requestAccessEndpoint, registerEndpoint, verifyEndpoint, resendEndpoint];
