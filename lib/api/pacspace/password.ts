import { changePassword, requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { ok } from "@/lib/core/kernel/result";
import { changePasswordSchema, emailOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { emptyData, resetPasswordBody } from "./schemas";

const requestResetEndpoint = definePublicEndpoint({
  method: "post",
  path: "/request-password-reset",
  summary: "Send a password reset email",
  description: "The response is always the same. The link lasts an hour, and a newer one replaces it.",
  limit: "passwordReset",
  input: emailOnlySchema,
  inputExample: { email: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "If this address has an account, we've emailed a link to it.",
  refusals: [],
  async run({ ctx, input }) {
    await requestPasswordReset(ctx, input);
    return ok({ data: null });
  },
});

const resetEndpoint = definePublicEndpoint({
  method: "post",
  path: "/reset-password",
  summary: "Reset the password",
  description:
    "Takes the emailed token. You can send `newPassword` instead of `password`. Ends every session and signs no one in. 2FA stays on.",
  limit: "tokenUse",
  input: resetPasswordBody,
  inputExample: { token: "RESET_TOKEN", password: "NewSecurePass1" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Password updated. Sign in with your new password.",
  refusals: ["token_invalid", "password_rejected", "rate_limited"],
  async run({ ctx, input }) {
    const reset = await resetPassword(ctx, input);
    return reset.ok ? ok({ data: null }) : reset;
  },
});

const changeEndpoint = defineUserEndpoint({
  method: "post",
  path: "/change-password",
  allowedBeforeMfa: true,
  summary: "Update the password",
  description:
    "Renews this session and ends all others. With 2FA on, requires a code from the last ten minutes (step-up) too. Sets the cookies of a new session, and the old ones expire.",
  input: changePasswordSchema,
  inputExample: { currentPassword: "SecurePass1", newPassword: "EvenStronger2" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Password updated. You've been signed out on other devices.",
  refusals: ["invalid_credentials", "password_rejected", "rate_limited", "step_up_required", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const changed = await changePassword(ctx, actor, input);
    return changed.ok ? ok({ data: null, session: changed.value.session }) : changed;
  },
});

export const passwordEndpoints: Endpoint[] = [requestResetEndpoint, resetEndpoint, changeEndpoint];
