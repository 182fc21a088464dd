"use server";

import { confirmRegistration } from "@/lib/core/accounts/sign-up/verify-email";
import { confirmRegistrationSchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";
import { registrationCookie } from "@/lib/web/registration-cookie";

export const confirmEmail = definePublicAction({
  input: confirmRegistrationSchema,
  limit: "tokenUse",
  run: (ctx, input) => confirmRegistration(ctx, input, (id) => registrationCookie.isBound(ctx, id)),
});
