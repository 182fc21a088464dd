import { raiseAlarm } from "@/lib/core/accounts/raise-alarm";
import { ok } from "@/lib/core/kernel/result";
import { cancelMfaResetByLink, cancelOwnMfaReset } from "@/lib/core/sign-in/mfa/reset";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { del } from "./routes";
import { emptyData, resetTokenSchema } from "./schemas";

const exampleToken = "Zm95ZXItZXhhbXBsZS10b2tlbi1ub3QtYS1yZWFsLW9uZS4";

const notMeEndpoint = definePublicEndpoint({
  method: "post",
  path: "/not-me",
  summary: "Secure your account with a security email's token",
  description:
    'For "this wasn\'t me" links. Ends every session and disables the password. Passkeys, API keys and connected accounts added in the seven days before the email, or later, are removed. Two-factor authentication is removed if the change the email reports turned it on, or if it was turned on later. An email about a password reset never removes it. Returns a token for reset-password and signs no one in.',
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: resetTokenSchema,
  dataExample: { resetToken: exampleToken },
  message: "You've been signed out everywhere. Set a new password.",
  refusals: ["token_invalid", "rate_limited"],
  async run({ ctx, input }) {
    const raised = await raiseAlarm(ctx, input);
    return raised.ok ? ok({ data: { resetToken: raised.value.resetToken } }) : raised;
  },
});

const keepMfaByLinkEndpoint = definePublicEndpoint({
  method: "post",
  path: "/mfa/keep-by-link",
  summary: "Cancel a 2FA reset with an emailed token",
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "2FA reset canceled.",
  refusals: ["token_invalid"],
  async run({ ctx, input }) {
    const kept = await cancelMfaResetByLink(ctx, input);
    return kept.ok ? ok({ data: null }) : kept;
  },
});

export const alarmEndpoints: Endpoint[] = [
  notMeEndpoint,
  del("/mfa/reset", cancelOwnMfaReset, "Cancel a 2FA reset", {
    description: "Requires a second factor from the last ten minutes. We email the owner.",
    message: "2FA reset canceled.",
  }),
  keepMfaByLinkEndpoint,
];
