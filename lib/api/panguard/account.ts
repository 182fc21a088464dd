import { defineRoute } from "@/lib/api/http/route";
import { registerOpenly } from "@/lib/core/accounts/sign-up/register";
import { err, ok } from "@/lib/core/kernel/result";
import { logOut } from "@/lib/core/sessions/sessions";
import { logInAtOnce } from "@/lib/core/sign-in/log-in";
import { profileOf } from "@/lib/core/users/profile";
import { exampleUser } from "./examples";
import { loggedInSchema, loginBody, meSchema, messageSchema, nothing, registerBody, registeredSchema } from "./schemas";
import { toLoggedIn, toUser } from "./serialize";

const audience = "panguard";

const register = defineRoute({
  method: "post",
  path: "/register",
  summary: "Create an account",
  description:
    "Emails a verification link, and login works after it's used, so `token` and `expiresAt` are null. A known address gets the same response, and we email its owner.",
  access: "public",
  limit: "register",
  input: registerBody,
  inputExample: { email: "user@example.com", name: "Alice Chen", password: "secureP@ssw0rd" },
  status: 201,
  output: registeredSchema,
  outputExample: {
    ok: true,
    data: {
      user: { ...exampleUser, tier: "free", totpEnabled: false, machineLimit: 1 },
      token: null,
      expiresAt: null,
    },
  },
  errors: ["signup_closed", "password_rejected", "validation_failed"],
  async run({ ctx, input }) {
    const registration = await registerOpenly(ctx, { ...input, organization: input.name });
    if (!registration.ok) return registration;
    const user = toUser(registration.value.profile);
    return ok({ data: { ok: true, data: { user, token: null, expiresAt: null } } });
  },
});

const login = defineRoute({
  method: "post",
  path: "/login",
  summary: "Log in",
  description:
    "Returns a token that lasts 24 hours. With two-factor authentication on, returns `requiresTwoFactor` until you send `totpCode` or `backupCode` too.",
  access: "public",
  limit: "login",
  input: loginBody,
  inputExample: { email: "user@example.com", password: "secureP@ssw0rd", totpCode: "482917" },
  status: 200,
  output: loggedInSchema,
  outputExample: {
    ok: true,
    data: { user: exampleUser, token: "eyJhbGciOiJIUzI1NiIs...", expiresAt: "2026-03-02T14:22:00.000Z" },
  },
  errors: ["invalid_credentials", "email_not_verified", "account_deactivated", "login_code_invalid"],
  async run({ ctx, input: { email, password, totpCode, backupCode } }) {
    const outcome = await logInAtOnce(ctx, { email, password, code: totpCode ?? backupCode }, audience);
    if (!outcome.ok) {
      const { code } = outcome.error;
      if (code !== "login_code_required") return err(code, outcome.error);
      return ok({ data: { ok: true, data: { requiresTwoFactor: true } } });
    }
    return ok({ data: { ok: true, data: toLoggedIn(outcome.value.user, outcome.value.session) } });
  },
});

const loggedOut = { ok: true, data: { message: "Logged out successfully" } } as const;

const logout = defineRoute({
  method: "post",
  path: "/logout",
  allowedBeforeMfa: true,
  summary: "Log out",
  access: "user",
  input: nothing,
  status: 200,
  output: messageSchema,
  outputExample: loggedOut,
  errors: [],
  async run({ ctx, credentials }) {
    await logOut(ctx, credentials, audience);
    return ok({ data: loggedOut });
  },
});

const me = defineRoute({
  method: "get",
  path: "/me",
  allowedBeforeMfa: true,
  summary: "Get your account",
  access: "user",
  input: nothing,
  status: 200,
  output: meSchema,
  outputExample: { ok: true, data: exampleUser },
  errors: [],
  async run({ actor }) {
    return ok({ data: { ok: true, data: toUser(profileOf(actor)) } });
  },
});

export const accountRoutes = [register, login, logout, me];
