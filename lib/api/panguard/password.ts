import { defineRoute } from "@/lib/api/http/route";
import { requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { ok } from "@/lib/core/kernel/result";
import { emailOnlySchema } from "@/lib/values/forms";
import { messageSchema, resetPasswordBody } from "./schemas";

const requested = {
  ok: true,
  data: { message: "If an account with that email exists, a reset link has been sent." },
} as const;

const forgot = defineRoute({
  method: "post",
  path: "/forgot-password",
  summary: "Send a password reset email",
  description: "The response is always the same. The link lasts an hour, and a newer one replaces it.",
  access: "public",
  limit: "passwordReset",
  input: emailOnlySchema,
  inputExample: { email: "user@example.com" },
  status: 200,
  output: messageSchema,
  outputExample: requested,
  errors: [],
  async run({ ctx, input }) {
    await requestPasswordReset(ctx, input);
    return ok({ data: requested });
  },
});

const wasReset = { ok: true, data: { message: "Password reset successfully" } } as const;

const reset = defineRoute({
  method: "post",
  path: "/reset-password",
  summary: "Reset the password",
  description: "Ends every session and logs no one in. Two-factor authentication stays on.",
  access: "public",
  limit: "tokenUse",
  input: resetPasswordBody,
  inputExample: { token: "rst_x9y8z7w6v5u4", newPassword: "newSecureP@ss" },
  status: 200,
  output: messageSchema,
  outputExample: wasReset,
  errors: ["token_invalid", "password_rejected", "rate_limited"],
  async run({ ctx, input: { token, newPassword } }) {
    const outcome = await resetPassword(ctx, { token, password: newPassword });
    return outcome.ok ? ok({ data: wasReset }) : outcome;
  },
});

export const passwordRoutes = [forgot, reset];
