import { defineRoute } from "@/lib/api/http/route";
import { registerOpenly } from "@/lib/core/accounts/sign-up/register";
import { resendVerificationEmail } from "@/lib/core/accounts/sign-up/registration-mail";
import { verifyEmail } from "@/lib/core/accounts/sign-up/verify-email";
import { ok } from "@/lib/core/kernel/result";
import { emailOnlySchema, tokenOnlySchema } from "@/lib/values/forms";
import { doneSchema, registerBody, registeredSchema } from "./schemas";
import { toRegistered } from "./serialize";

const registered = "Registration successful. Please check your email to verify your account.";

const register = defineRoute({
  method: "post",
  path: "/register",
  summary: "Create an account",
  description:
    "Emails a verification link, and login works after it's used. A known address gets the same response, and we email its owner.",
  access: "public",
  limit: "register",
  input: registerBody,
  inputExample: {
    email: "you@company.com",
    password: "SecurePass1",
    firstName: "Jane",
    lastName: "Doe",
    companyName: "Acme Inc",
  },
  status: 201,
  output: registeredSchema,
  outputExample: {
    statusCode: 201,
    message: registered,
    data: {
      id: "usr_0199aa3e5b7c7c319d0e0b5a2f6f3c11",
      email: "you@company.com",
      name: "Jane Doe",
      isVerified: false,
    },
  },
  errors: ["signup_closed", "password_rejected", "validation_failed"],
  async run({ ctx, input: { email, password, firstName, lastName, companyName } }) {
    const name = `${firstName} ${lastName}`;
    const registration = await registerOpenly(ctx, { email, password, name, organization: companyName });
    if (!registration.ok) return registration;
    return ok({ data: { statusCode: 201, message: registered, data: toRegistered(registration.value) } });
  },
});

const verified = { statusCode: 200, message: "Email verified successfully." } as const;

const verify = defineRoute({
  method: "get",
  path: "/verify",
  summary: "Verify an email address",
  description:
    "Activates the registration this link belongs to and ends other registrations of the address. Verifying twice succeeds. Never logs anyone in.",
  access: "public",
  limit: "tokenUse",
  input: tokenOnlySchema,
  status: 200,
  output: doneSchema,
  outputExample: verified,
  errors: ["token_invalid"],
  acts: true,
  async run({ ctx, input }) {
    const outcome = await verifyEmail(ctx, input);
    return outcome.ok ? ok({ data: verified }) : outcome;
  },
});

const resent = { statusCode: 200, message: "Verification email sent." } as const;

const resend = defineRoute({
  method: "post",
  path: "/resend-verification-email",
  summary: "Send a verification email",
  description: "The response is always the same. A new link replaces the previous one of the same registration.",
  access: "public",
  limit: "resendVerification",
  input: emailOnlySchema,
  inputExample: { email: "you@company.com" },
  status: 200,
  output: doneSchema,
  outputExample: resent,
  errors: [],
  async run({ ctx, input }) {
    await resendVerificationEmail(ctx, input);
    return ok({ data: resent });
  },
});

export const signupRoutes = [register, verify, resend];
