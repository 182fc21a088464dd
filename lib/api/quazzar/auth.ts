import { anybody, defineRoute, type Route } from "@/lib/api/http/bearer/route";
import { register } from "@/lib/core/accounts/sign-up/register";
import { err, ok } from "@/lib/core/kernel/result";
import { logOut } from "@/lib/core/sessions/log-out";
import { logInAtOnce } from "@/lib/core/sign-in/log-in";
import { audience, person } from "./actor";
import { exampleLoggedIn, exampleRegistered } from "./examples";
import { inWireNames } from "./refusals";
import { loggedInSchema, loginBody, messageSchema, nothing, registerBody, registeredSchema } from "./schemas";
import { toLoggedIn, toRegistered } from "./serialize";

const loginRoute = defineRoute({
  method: "post",
  path: "/auth/login",
  summary: "Log in",
  description: "The token lasts 24 hours. With TOTP on, `totp_code` is a TOTP code or a backup code.",
  actor: anybody,
  isSecured: false,
  limit: "login",
  input: loginBody,
  inputExample: { email: "jane@example.com", password: "your-password" },
  status: 200,
  output: loggedInSchema,
  outputExample: exampleLoggedIn,
  refusals: [
    "invalid_credentials",
    "login_code_required",
    "login_code_invalid",
    "account_deactivated",
    "email_not_verified",
  ],
  async run({ ctx }, _, { email, password, totp_code: code }) {
    const outcome = await logInAtOnce(ctx, { email, password, code }, audience);
    if (!outcome.ok) return outcome;
    const { session, user } = outcome.value;
    return ok({ body: toLoggedIn(session.accessToken, user) });
  },
});

const registerRoute = defineRoute({
  method: "post",
  path: "/auth/register",
  summary: "Create an account",
  description: "Emails a verification link. Login works after it's used.",
  actor: anybody,
  isSecured: false,
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
  refusals: ["email_taken", "password_rejected", "signup_closed"],
  async run({ ctx }, _, { email, password, full_name, company_name }) {
    if (ctx.config.compatSignup !== "open") return err("signup_closed");
    const registered = await register(
      { ...ctx, config: { ...ctx.config, signup: "open" } },
      { email, password, name: full_name, organization: company_name },
      { admitsTaken: true },
    );
    if (registered.ok) return ok({ body: toRegistered(registered.value) });
    const { code } = registered.error;
    // Neither a token nor a buyer mode can be sent here, and only a token leads to a tenant that is full.
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
  actor: person,
  isSecured: true,
  input: nothing,
  status: 200,
  output: messageSchema,
  outputExample: { message: "Successfully logged out" },
  refusals: ["api_key_not_allowed"],
  async run({ ctx, token }) {
    const ended = await logOut(ctx, { accessToken: token ?? undefined }, audience);
    return ended.ok ? ok({ body: { message: "Successfully logged out" } }) : ended;
  },
});

export const authRoutes: Route[] = [loginRoute, registerRoute, logoutRoute];
