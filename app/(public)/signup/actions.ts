"use server";

import { requestNewInvitation } from "@/lib/core/access/request-new-invitation";
import { register } from "@/lib/core/signup/register";
import { resendVerificationEmail } from "@/lib/core/signup/resend-verification-email";
import { emailOnlySchema, registerSchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const signUp = definePublicAction({ input: registerSchema, limit: "register", run: register });

export const sendNewInvitation = definePublicAction({
  input: tokenOnlySchema,
  limit: "resendVerification",
  run: requestNewInvitation,
});

export const resendVerification = definePublicAction({
  input: emailOnlySchema,
  limit: "resendVerification",
  run: resendVerificationEmail,
});
