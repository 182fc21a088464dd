import { defineRoute } from "@/lib/api/http/route";
import { register } from "@/lib/core/accounts/sign-up/register";
import { err, ok } from "@/lib/core/kernel/result";
import { logOut } from "@/lib/core/sessions/sessions";
import { logInAtOnce } from "@/lib/core/sign-in/log-in";
import { exampleLoggedIn, exampleRegistered } from "./examples";
import { loggedInSchema, loginBody, messageSchema, nothing, registerBody, registeredSchema } from "./schemas";
import { inWireNames, toLoggedIn, toRegistered } from "./serialize";

const audience = "quazzar";

const loginRoute = defineRoute({
  method: "post",
  path: "/auth/login",
  summary: "Log in",
  description: "The token lasts 24 hours. With TOTP on, `totp_code` is a TOTP code or a backup code.",
  access: "public",
  limit: "login",
  input: loginBody,
  inputExample: { email: "jane@example.com", password: "your-password" },
  status: 200,
  output: loggedInSchema,
  outputExample: exampleLoggedIn,
  errors: [
    "invalid_credentials",
    "login_code_required",
    "login_code_invalid",
    "account_deactivated",
    "email_not_verified",
  ],
  async run({ ctx, input: { email, password, totp_code: code } }) {
    const outcome = await logInAtOnce(ctx, { email, password, code }, audience);
    if (!outcome.ok) return outcome;
    const { session, user } = outcome.value;
    return ok({ data: toLoggedIn(session.accessToken, user) });
  },
});

const registerRoute = defineRoute({
  method: "post",
  path: "/auth/register",
  summary: "Create an account",
  description: "Emails a verification link. Login works after it's used.",
  access: "public",
  limit: "register",
  input: registerBody,
  inputExample: {
    email: "jane@example.com",
    password: "secure-password-123",
    full_name: "Jane Developer",
    company_name: "Acme Corp",
  },
  status: 201,
  output: registeredSchema,
  outputExample: exampleRegistered,
  errors: ["email_taken", "password_rejected", "signup_closed"],
  async run({ ctx, input: { email, password, full_name, company_name } }) {
    if (ctx.config.compatSignup !== "open") return err("signup_closed");
    const registered = await register(
      { ...ctx, config: { ...ctx.config, signup: "open" } },
      { email, password, name: full_name, organization: company_name },
      { admitsTaken: true },
    );
    if (registered.ok) return ok({ data: toRegistered(registered.value) });
    const { code } = registered.error;
    // Neither a token nor a buyer mode is sent here.
    if (code !== "email_taken" && code !== "password_rejected") return err("signup_closed");
    return err(code, inWireNames({ ...registered.error, code }));
  },
});

const logoutRoute = defineRoute({
  method: "post",
  path: "/auth/logout",
  allowedBeforeMfa: true,
  summary: "Log out",
  description: "The token stops working right away.",
  access: "user",
  input: nothing,
  status: 200,
  output: messageSchema,
  outputExample: { message: "Successfully logged out" },
  errors: ["api_key_not_allowed"],
  async run({ ctx, credentials }) {
    const ended = await logOut(ctx, credentials, audience);
    return ended.ok ? ok({ data: { message: "Successfully logged out" } }) : ended;
  },
});

export const authRoutes = [loginRoute, registerRoute, logoutRoute];
