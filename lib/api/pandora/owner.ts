import { findCaller } from "@/lib/api/http/access";
import { defineRoute } from "@/lib/api/http/route";
import { changePassword } from "@/lib/core/accounts/password";
import { err, ok } from "@/lib/core/kernel/result";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { logOut } from "@/lib/core/sessions/sessions";
import { createFirstAdmin, getSetupStatus } from "@/lib/core/settings/setup";
import { logInOwner } from "@/lib/core/sign-in/log-in";
import { canonicalEmail } from "@/lib/values/email";
import { exampleStatus, exampleTokenPair } from "./examples";
import {
  authTokenPairSchema,
  changePasswordBody,
  loginBody,
  nothing,
  refreshBody,
  setupBody,
  statusSchema,
  successSchema,
} from "./schemas";
import { toTokenPair } from "./serialize";

export const audience = "pandora";
export const setupPath = "/api/auth/setup";

/** Version of the documented API. */
const version = "0.1.0";
const ownerName = "Owner";

const statusRoute = defineRoute({
  method: "get",
  path: "",
  summary: "Get auth status",
  access: "public",
  input: nothing,
  status: 200,
  output: statusSchema,
  outputExample: exampleStatus,
  errors: [],
  async run({ ctx, credentials }) {
    const { setup } = await getSetupStatus(ctx);
    const authenticated = (await findCaller(ctx, credentials, audience)) !== null;
    const auth = { setup, authenticated };
    return ok({ data: { name: "Pandora", version, runtime: "node", serverless: false, auth } });
  },
});

const setupRoute = defineRoute({
  method: "post",
  path: setupPath,
  summary: "Set up the owner",
  description:
    "Sets the owner's password. Works once and creates the instance's first admin. If the server can be reached from other machines, send the `setupToken` that it prints when it starts.",
  access: "public",
  limit: "pandoraSetup",
  input: setupBody,
  inputExample: { password: "my-secure-password" },
  status: 201,
  output: authTokenPairSchema,
  outputExample: exampleTokenPair,
  errors: ["already_set_up", "setup_token_invalid", "password_rejected"],
  async run({ ctx, input }) {
    const email = canonicalEmail(ctx.config.ownerEmail);
    if (!email) throw new Error("OWNER_EMAIL is not an address");
    const created = await createFirstAdmin(ctx, { ...input, email, name: ownerName });
    if (!created.ok) return created;
    const loggedIn = await logInOwner(ctx, { password: input.password }, audience);
    // Reports `already_set_up` if signing in fails: the password is set.
    return loggedIn.ok ? ok({ data: toTokenPair(loggedIn.value.session) }) : err("already_set_up");
  },
});

const loginRoute = defineRoute({
  method: "post",
  path: "/api/auth/login",
  summary: "Log in",
  description: "With 2FA on, `code` is a TOTP code or a recovery code. Without it, the API returns 401 mfa_required.",
  access: "public",
  limit: "pandoraLogin",
  input: loginBody,
  inputExample: { password: "my-secure-password" },
  status: 200,
  output: authTokenPairSchema,
  outputExample: exampleTokenPair,
  errors: [
    "setup_required",
    "invalid_credentials",
    "login_code_required",
    "login_code_invalid",
    "account_deactivated",
    "email_not_verified",
  ],
  async run({ ctx, input }) {
    const loggedIn = await logInOwner(ctx, input, audience);
    return loggedIn.ok ? ok({ data: toTokenPair(loggedIn.value.session) }) : loggedIn;
  },
});

const refreshRoute = defineRoute({
  method: "post",
  path: "/api/auth/refresh",
  summary: "Refresh the tokens",
  description:
    "Without a token, the API returns 400 refresh_token_required. Sending the same token again within 30 seconds returns the same new token. An older token counts as stolen and ends all sessions of the owner.",
  access: "public",
  limit: "pandoraRefresh",
  input: refreshBody,
  inputExample: { refreshToken: exampleTokenPair.refreshToken },
  status: 200,
  output: authTokenPairSchema,
  outputExample: exampleTokenPair,
  errors: ["setup_required", "refresh_token_invalid", "refresh_token_reused", "session_renewed"],
  async run({ ctx, input: { refreshToken } }) {
    const refreshed = await refreshSession(ctx, refreshToken, audience, "all");
    return refreshed.ok ? ok({ data: toTokenPair(refreshed.value.session) }) : refreshed;
  },
});

const logoutRoute = defineRoute({
  method: "post",
  path: "/api/auth/logout",
  allowedBeforeMfa: true,
  summary: "Log out",
  access: "user",
  input: nothing,
  inputExample: {},
  status: 200,
  output: successSchema,
  outputExample: { success: true },
  errors: ["setup_required", "unauthenticated"],
  async run({ ctx, credentials }) {
    await logOut(ctx, credentials, audience);
    return ok({ data: { success: true } });
  },
});

const changePasswordRoute = defineRoute({
  method: "post",
  path: "/api/auth/change-password",
  allowedBeforeMfa: true,
  summary: "Update the owner's password",
  description:
    "Ends every session of every API, including this one, and returns the tokens of a new one. With 2FA on, requires a login with a code in the last ten minutes.",
  access: "user",
  limit: "pandoraChangePassword",
  input: changePasswordBody,
  inputExample: { currentPassword: "my-secure-password", newPassword: "an even better password" },
  status: 200,
  output: authTokenPairSchema,
  outputExample: exampleTokenPair,
  errors: [
    "setup_required",
    "invalid_credentials",
    "password_rejected",
    "rate_limited",
    "step_up_required",
    "unauthenticated",
  ],
  async run({ ctx, actor, input }) {
    const changed = await changePassword(ctx, actor, input);
    if (!changed.ok) return changed;
    const { session } = changed.value;
    if (session === null) throw new Error("A password change renews the session of this API");
    return ok({ data: toTokenPair(session) });
  },
});

export const ownerRoutes = [statusRoute, setupRoute, loginRoute, refreshRoute, logoutRoute, changePasswordRoute];
