import { changePassword } from "@/lib/core/account/change-password";
import { requestPasswordReset } from "@/lib/core/account/request-password-reset";
import { resetPassword } from "@/lib/core/account/reset-password";
import { ok } from "@/lib/core/result";
import { changePasswordSchema, emailOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { emptyData, resetPasswordBody } from "./schemas";

const requestResetEndpoint = definePublicEndpoint({
  method: "post",
  path: "/request-password-reset",
  summary: "Mail a password reset link",
  description: "Always the same answer. The link works for an hour; a newer one replaces it.",
  limit: "passwordReset",
  input: emailOnlySchema,
  inputExample: { email: "jane@company.com" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "If this address has an account, a mail is on its way.",
  refusals: [],
  async run({ ctx, input }) {
    await requestPasswordReset(ctx, input);
    return ok({ data: null });
  },
});

const resetEndpoint = definePublicEndpoint({
  method: "post",
  path: "/reset-password",
  summary: "Set a new password with a mailed token",
  description:
    "`newPassword` is accepted in place of `password`. Ends every session and signs nobody in. MFA stays on.",
  limit: "tokenUse",
  input: resetPasswordBody,
  inputExample: { token: "RESET_TOKEN", password: "NewSecurePass1" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Password changed. Sign in with the new one.",
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
  summary: "Change the password",
  description:
    "This session is renewed, all others end. Where MFA is on, needs a recent code (step-up) besides. Sets the cookies of a new session, and the old ones end.",
  input: changePasswordSchema,
  inputExample: { currentPassword: "SecurePass1", newPassword: "EvenStronger2" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Password changed. Other sessions were signed out.",
  refusals: ["invalid_credentials", "password_rejected", "rate_limited", "step_up_required", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const changed = await changePassword(ctx, actor, input);
    return changed.ok ? ok({ data: null, session: changed.value.session }) : changed;
  },
});

export const passwordEndpoints: Endpoint[] = [requestResetEndpoint, resetEndpoint, changeEndpoint];
