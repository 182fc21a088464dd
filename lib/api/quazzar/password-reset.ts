import { defineRoute } from "@/lib/api/http/route";
import { requestPasswordReset, resetPassword } from "@/lib/core/accounts/password";
import { err, ok } from "@/lib/core/kernel/result";
import { messageSchema, resetConfirmBody, resetRequestBody } from "./schemas";
import { inWireNames } from "./serialize";

const requested = { message: "If the email is registered, we've sent a reset link" };
const confirmed = { message: "Password successfully reset" };

const requestRoute = defineRoute({
  method: "post",
  path: "/auth/password-reset/request",
  summary: "Send a password reset email",
  description: "The response is always the same. The token lasts an hour, and a newer one replaces it.",
  access: "public",
  limit: "passwordReset",
  input: resetRequestBody,
  inputExample: { email: "jane@example.com" },
  status: 200,
  output: messageSchema,
  outputExample: requested,
  errors: [],
  async run({ ctx, input }) {
    const asked = await requestPasswordReset(ctx, input);
    return asked.ok ? ok({ data: requested }) : asked;
  },
});

const confirmRoute = defineRoute({
  method: "post",
  path: "/auth/password-reset/confirm",
  summary: "Reset the password",
  description: "Takes the emailed token. Ends every session of every API and signs no one in. TOTP stays on.",
  access: "public",
  limit: "tokenUse",
  input: resetConfirmBody,
  inputExample: { token: "reset-token-from-email", new_password: "new-secure-password-456" },
  status: 200,
  output: messageSchema,
  outputExample: confirmed,
  errors: ["token_invalid", "password_rejected", "rate_limited"],
  async run({ ctx, input: { token, new_password: password } }) {
    const reset = await resetPassword(ctx, { token, password });
    if (reset.ok) return ok({ data: confirmed });
    return err(reset.error.code, inWireNames(reset.error, { password: "new_password" }));
  },
});

export const passwordResetRoutes = [requestRoute, confirmRoute];
