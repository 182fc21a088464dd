import { anybody, defineRoute, type Route } from "@/lib/api/http/bearer/route";
import { ok } from "@/lib/core/kernel/result";
import { logInAtOnce } from "@/lib/core/sign-in/log-in";
import { profileOf } from "@/lib/core/users/profile";
import { logInSchema } from "@/lib/values/forms";
import { loggedInSchema, nothing, profileSchema } from "./schemas";
import { toLoggedIn, toProfile } from "./serialize";
import { audience, holder } from "./session";

const login = defineRoute({
  method: "post",
  path: "/login",
  summary: "Log in",
  description: "Returns a token that lasts 24 hours. With two-factor authentication on, `code` is required.",
  actor: anybody,
  isSecured: false,
  limit: "login",
  input: logInSchema,
  inputExample: { email: "you@company.com", password: "SecurePass1" },
  status: 200,
  output: loggedInSchema,
  outputExample: {
    statusCode: 200,
    data: {
      id: "usr_0199aa3e5b7c7c319d0e0b5a2f6f3c11",
      email: "you@company.com",
      name: "Jane Doe",
      role: "owner",
      isVerified: true,
      token: "eyJhbGciOiJIUzI1NiIs...",
    },
  },
  refusals: [
    "invalid_credentials",
    "email_not_verified",
    "account_deactivated",
    "login_code_required",
    "login_code_invalid",
  ],
  async run({ ctx }, _, input) {
    const outcome = await logInAtOnce(ctx, input, audience);
    if (!outcome.ok) return outcome;
    return ok({ body: { statusCode: 200, data: toLoggedIn(outcome.value.user, outcome.value.session) } });
  },
});

const profile = defineRoute({
  method: "get",
  path: "/profile",
  allowedBeforeMfa: true,
  summary: "Get your profile",
  actor: holder,
  isSecured: true,
  input: nothing,
  status: 200,
  output: profileSchema,
  outputExample: {
    statusCode: 200,
    data: {
      id: "usr_0199aa3e5b7c7c319d0e0b5a2f6f3c11",
      email: "you@company.com",
      firstName: "Jane",
      lastName: "Doe",
      tenantId: "tnt_0199aa3e5b7c7c319d0e0b5a2f6f3c12",
      emailVerified: true,
      createdAt: "2025-01-15T10:30:00.000Z",
    },
  },
  refusals: [],
  async run(_, actor) {
    return ok({ body: { statusCode: 200, data: toProfile(profileOf(actor)) } });
  },
});

export const loginRoutes: Route[] = [login, profile];
