import { raiseAlarm } from "@/lib/core/account/raise-alarm";
import { cancelMfaResetByLink, cancelOwnMfaReset } from "@/lib/core/mfa/reset/cancel-mfa-reset";
import { ok } from "@/lib/core/result";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { emptyData, nothing, resetTokenSchema } from "./schemas";

const exampleToken = "Zm95ZXItZXhhbXBsZS10b2tlbi1ub3QtYS1yZWFsLW9uZS4";

const notMeEndpoint = definePublicEndpoint({
  method: "post",
  path: "/not-me",
  summary: '"This wasn\'t me", with the token of a security mail',
  description:
    "Every session ends and the password stops working. Passkeys, API keys and connected accounts that were added from seven days before the email on are removed. A second factor is removed if it was turned on by what the email is about, or later, and never for the email about a password reset. Answers a token for reset-password; signs nobody in.",
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: resetTokenSchema,
  dataExample: { resetToken: exampleToken },
  message: "Every session has ended. Choose a new password.",
  refusals: ["token_invalid", "rate_limited"],
  async run({ ctx, input }) {
    const raised = await raiseAlarm(ctx, input);
    return raised.ok ? ok({ data: { resetToken: raised.value.resetToken } }) : raised;
  },
});

const keepMfaEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/mfa/reset",
  summary: "Stop an admin's reset of the second factor",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The second factor stays.",
  refusals: ["mfa_reset_not_pending"],
  async run({ ctx, actor }) {
    const kept = await cancelOwnMfaReset(ctx, actor);
    return kept.ok ? ok({ data: null }) : kept;
  },
});

const keepMfaByLinkEndpoint = definePublicEndpoint({
  method: "post",
  path: "/mfa/keep-by-link",
  summary: "Stop an admin's reset with the mailed token",
  limit: "tokenUse",
  input: tokenOnlySchema,
  inputExample: { token: exampleToken },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "The second factor stays.",
  refusals: ["token_invalid"],
  async run({ ctx, input }) {
    const kept = await cancelMfaResetByLink(ctx, input);
    return kept.ok ? ok({ data: null }) : kept;
  },
});

export const alarmEndpoints: Endpoint[] = [notMeEndpoint, keepMfaEndpoint, keepMfaByLinkEndpoint];
