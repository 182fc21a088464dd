import { err, ok } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { logOut } from "@/lib/core/sessions/sessions";
import { logIn } from "@/lib/core/sign-in/log-in";
import { verifyLoginMfa } from "@/lib/core/sign-in/second-step";
import { exampleProfile, profileJson } from "@/lib/core/users/profile";
import { logInSchema, verifyLoginMfaSchema } from "@/lib/values/forms";
import { defineCookieEndpoint, definePublicEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { emptyData, expirySchema, logInDataSchema, nothing, signedInSchema } from "./schemas";

const signedIn = "Signed in.";

const logInEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login",
  summary: "Sign in",
  description:
    "Sets the session cookies. With 2FA on and no `code`, returns `requiresMfa` and a ticket for login/mfa-verify, and sets no cookie.",
  limit: "login",
  input: logInSchema,
  inputExample: { email: "jane@company.com", password: "SecurePass1" },
  status: 200,
  data: logInDataSchema,
  dataExample: { user: exampleProfile, expiresAt: exampleMoment },
  message: signedIn,
  refusals: ["invalid_credentials", "email_not_verified", "account_deactivated", "login_code_invalid"],
  async run({ ctx, input }) {
    const outcome = await logIn(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    if (outcome.value.next === "mfa") {
      const data = { requiresMfa: true as const, mfaTicket: outcome.value.mfaTicket };
      return ok({ data, message: "MFA verification required" });
    }
    const { session, user } = outcome.value;
    return ok({ data: { user: profileJson(user), expiresAt: session.accessExpiresAt.toISOString() }, session });
  },
});

const verifyMfaEndpoint = definePublicEndpoint({
  method: "post",
  path: "/login/mfa-verify",
  summary: "Complete a 2FA sign-in",
  description:
    "`code` is a TOTP code or a recovery code. A ticket lasts five minutes and allows five attempts. After 20 wrong TOTP codes in a row, TOTP codes are paused for a day, and the 429 says so. Recovery codes and passkeys still work.",
  limit: "mfaVerify",
  input: verifyLoginMfaSchema,
  inputExample: { mfaTicket: "MFA_TICKET_FROM_LOGIN", code: "123456" },
  status: 200,
  data: signedInSchema,
  dataExample: { user: exampleProfile, expiresAt: exampleMoment },
  message: signedIn,
  refusals: ["login_code_invalid", "mfa_ticket_invalid", "account_deactivated", "rate_limited"],
  async run({ ctx, input }) {
    const outcome = await verifyLoginMfa(ctx, input, nativeAudience);
    if (!outcome.ok) return outcome;
    const { session, user } = outcome.value;
    return ok({ data: { user: profileJson(user), expiresAt: session.accessExpiresAt.toISOString() }, session });
  },
});

const refreshEndpoint = defineCookieEndpoint({
  method: "post",
  path: "/refresh-token",
  summary: "Refresh the session",
  description:
    "Rotates the refresh cookie and sets a new access cookie. Sending the same token again within 30 seconds returns the same new token. An older token ends the session.",
  limit: "refresh",
  input: nothing,
  status: 200,
  data: expirySchema,
  dataExample: { expiresAt: exampleMoment },
  message: "Session refreshed.",
  refusals: ["refresh_token_invalid", "refresh_token_reused", "session_renewed"],
  // Not for sessions that another tab just refreshed.
  clearsCookiesOn: ["refresh_token_invalid", "refresh_token_reused"],
  async run({ ctx, credentials }) {
    if (!credentials.refreshToken) return err("refresh_token_invalid");
    const refreshed = await refreshSession(ctx, credentials.refreshToken, nativeAudience);
    if (!refreshed.ok) return refreshed;
    const { session } = refreshed.value;
    return ok({ data: { expiresAt: session.accessExpiresAt.toISOString() }, session });
  },
});

const logOutEndpoint = defineCookieEndpoint({
  method: "post",
  path: "/logout",
  summary: "Sign out",
  description: "Revokes the session of either cookie and clears both. Signing out twice succeeds.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Signed out.",
  refusals: ["unauthenticated"],
  async run({ ctx, credentials }) {
    const { accessToken, refreshToken } = credentials;
    if (accessToken === undefined && refreshToken === undefined) return err("unauthenticated");
    await logOut(ctx, { accessToken, refreshToken }, nativeAudience);
    return ok({ data: null, clearCookies: true, clearSiteData: true });
  },
});

export const loginEndpoints: Endpoint[] = [logInEndpoint, verifyMfaEndpoint, refreshEndpoint, logOutEndpoint];
