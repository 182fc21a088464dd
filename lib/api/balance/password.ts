import { defineRoute } from "@/lib/api/http/route";
import { changePassword, requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { ok } from "@/lib/core/kernel/result";
import { emailOnlySchema } from "@/lib/values/forms";
import { changePasswordBody, doneSchema, resetPasswordBody } from "./schemas";

const requested = { statusCode: 200, message: "If that email exists, a reset link has been sent." } as const;

const requestReset = defineRoute({
  method: "post",
  path: "/request-password-reset",
  summary: "Send a password reset email",
  description: "The response is always the same. The link lasts an hour, and a newer one replaces it.",
  access: "public",
  limit: "passwordReset",
  input: emailOnlySchema,
  inputExample: { email: "you@company.com" },
  status: 200,
  output: doneSchema,
  outputExample: requested,
  errors: [],
  async run({ ctx, input }) {
    await requestPasswordReset(ctx, input);
    return ok({ data: requested });
  },
});

const wasReset = { statusCode: 200, message: "Password has been reset successfully." } as const;

const reset = defineRoute({
  method: "post",
  path: "/reset-password",
  summary: "Reset the password",
  description: "Ends every session and logs no one in. Two-factor authentication stays on.",
  access: "public",
  limit: "tokenUse",
  input: resetPasswordBody,
  inputExample: { token: "RESET_TOKEN", newPassword: "NewSecurePass1" },
  status: 200,
  output: doneSchema,
  outputExample: wasReset,
  errors: ["token_invalid", "password_rejected", "rate_limited"],
  async run({ ctx, input: { token, newPassword } }) {
    const outcome = await resetPassword(ctx, { token, password: newPassword });
    return outcome.ok ? ok({ data: wasReset }) : outcome;
  },
});

const changed = { statusCode: 200, message: "Password changed successfully." } as const;

const change = defineRoute({
  method: "post",
  path: "/change-password",
  allowedBeforeMfa: true,
  summary: "Update the password",
  description:
    "The token you use stays valid, and your other sessions end. With two-factor authentication on, requires a login in the last ten minutes.",
  access: "user",
  input: changePasswordBody,
  inputExample: { currentPassword: "SecurePass1", newPassword: "EvenStronger2" },
  status: 200,
  output: doneSchema,
  outputExample: changed,
  errors: ["invalid_credentials", "password_rejected", "rate_limited", "step_up_required", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const outcome = await changePassword(ctx, actor, input);
    return outcome.ok ? ok({ data: changed }) : outcome;
  },
});

export const passwordRoutes = [requestReset, reset, change];
