import { findCaller } from "@/lib/api/http/access";
import { changeEmail, confirmEmailChange } from "@/lib/core/accounts/email-change";
import { getProfile, updatePreferences, updateProfile } from "@/lib/core/accounts/profile";
import { ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { tokenOnlySchema } from "@/lib/values/forms";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { get, patch, post } from "./routes";
import { emailDataSchema } from "./schemas";

const confirmEmailChangeEndpoint = definePublicEndpoint({
  method: "get",
  path: "/verify-email-change",
  summary: "Confirm an email change",
  description:
    "Ends every session. If you call it with a session of the account, you get the cookies of a new one. Confirming twice succeeds.",
  limit: "tokenUse",
  input: tokenOnlySchema,
  status: 200,
  data: emailDataSchema,
  dataExample: { email: "new@company.com" },
  message: "Email address changed.",
  refusals: ["token_invalid"],
  acts: true,
  async run({ ctx, input, credentials }) {
    const confirmed = await confirmEmailChange(ctx, input, await findCaller(ctx, credentials, nativeAudience));
    if (!confirmed.ok) return confirmed;
    const { email, session } = confirmed.value;
    return ok({ data: { email }, session });
  },
});

export const accountEndpoints: Endpoint[] = [
  get("/profile", getProfile, "Get your profile"),
  patch("/profile", updateProfile, "Update your profile", {
    description: "Fields you leave out don't change. An empty phone removes it.",
    message: "Profile saved.",
  }),
  patch("/preferences", updatePreferences, "Update your preferences", { message: "Preferences saved." }),
  post("/change-email", changeEmail, "Request an email change", {
    description:
      "The change takes effect when the link sent to the new address is used. We notify the old address, which can undo it for 72 hours. With 2FA on, `code` is required unless you gave one in the last ten minutes.",
    message: "We've emailed a link to the new address. Open it to confirm the change.",
  }),
  confirmEmailChangeEndpoint,
];
