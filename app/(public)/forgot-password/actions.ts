"use server";

import { requestPasswordReset } from "@/lib/core/accounts/password";
import { emailOnlySchema } from "@/lib/values/forms";
import { definePublicAction } from "@/lib/web/define-action";

export const sendResetLink = definePublicAction({
  input: emailOnlySchema,
  limit: "passwordReset",
  run: requestPasswordReset,
});
