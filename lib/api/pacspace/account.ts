import { findCaller } from "@/lib/api/http/access";
import { changeEmail, confirmEmailChange } from "@/lib/core/accounts/email-change";
import { updatePreferences, updateProfile } from "@/lib/core/accounts/profile";
import { ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { profileOf } from "@/lib/core/users/profile";
import { changeEmailSchema, tokenOnlySchema, updatePreferencesSchema, updateProfileSchema } from "@/lib/values/forms";
import { definePersonOrKeyEndpoint, definePublicEndpoint, defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleProfile } from "./examples";
import { emailDataSchema, newEmailDataSchema, nothing, profileSchema } from "./schemas";
import { toProfile } from "./serialize";

const getProfileEndpoint = definePersonOrKeyEndpoint({
  method: "get",
  path: "/profile",
  allowedBeforeMfa: true,
  summary: "Get your profile",
  input: nothing,
  status: 200,
  data: profileSchema,
  dataExample: exampleProfile,
  message: "Profile.",
  refusals: [],
  async run({ actor }) {
    return ok({ data: toProfile(profileOf(actor)) });
  },
});

const updateProfileEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/profile",
  summary: "Update your profile",
  description: "Fields you leave out don't change. An empty phone removes it.",
  input: updateProfileSchema,
  inputExample: { name: "Jane Doe", phone: "+49 30 1234567" },
  status: 200,
  data: profileSchema,
  dataExample: { ...exampleProfile, phone: "+49 30 1234567" },
  message: "Profile saved.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const updated = await updateProfile(ctx, actor, input);
    return updated.ok ? ok({ data: toProfile(updated.value) }) : updated;
  },
});

const updatePreferencesEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/preferences",
  summary: "Update your preferences",
  input: updatePreferencesSchema,
  inputExample: { preferredEnvironment: "sandbox" },
  status: 200,
  data: profileSchema,
  dataExample: exampleProfile,
  message: "Preferences saved.",
  refusals: [],
  async run({ ctx, actor, input }) {
    const updated = await updatePreferences(ctx, actor, input);
    return updated.ok ? ok({ data: toProfile(updated.value) }) : updated;
  },
});

const changeEmailEndpoint = defineUserEndpoint({
  method: "post",
  path: "/change-email",
  summary: "Request an email change",
  description:
    "The change takes effect when the link sent to the new address is used. We notify the old address, which can undo it for 72 hours. With 2FA on, `code` is required unless you gave one in the last ten minutes.",
  input: changeEmailSchema,
  inputExample: { newEmail: "new@company.com", currentPassword: "SecurePass1" },
  status: 200,
  data: newEmailDataSchema,
  dataExample: { newEmail: "new@company.com" },
  message: "We've emailed a link to the new address. Open it to confirm the change.",
  refusals: ["invalid_credentials", "mfa_code_invalid", "email_unchanged", "rate_limited"],
  async run({ ctx, actor, input }) {
    const requested = await changeEmail(ctx, actor, input);
    return requested.ok ? ok({ data: { newEmail: requested.value.newEmail } }) : requested;
  },
});

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
  getProfileEndpoint,
  updateProfileEndpoint,
  updatePreferencesEndpoint,
  changeEmailEndpoint,
  confirmEmailChangeEndpoint,
];
