"use server";

import { randomUUID } from "node:crypto";
import { requestNewInvitation } from "@/lib/core/access-requests/applicant";
import { register } from "@/lib/core/accounts/sign-up/register";
import { resendVerificationEmail } from "@/lib/core/accounts/sign-up/registration-mail";
import { emailOnlySchema, registerSchema, tokenOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { registrationCookie } from "@/lib/web/registration-cookie";

export const signUp = definePublicAction({
  input: registerSchema,
  limit: "register",
  run: async (ctx, input) => {
    const registrationId = randomUUID();
    const registered = await register(ctx, input, { registrationId });
    // Sets the cookie for every address, so that it reveals no account.
    if (registered.ok) await registrationCookie.bind(ctx, registrationId);
    return registered;
  },
});

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
