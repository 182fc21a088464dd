import { defineRoute } from "@/lib/api/http/route";
import { ok } from "@/lib/core/kernel/result";
import { logInAtOnce } from "@/lib/core/sign-in/log-in";
import { profileOf } from "@/lib/core/users/profile";
import { logInSchema } from "@/lib/values/forms";
import { loggedInSchema, nothing, profileSchema } from "./schemas";
import { toLoggedIn, toProfile } from "./serialize";

const audience = "balance";

const login = defineRoute({
  method: "post",
  path: "/login",
  summary: "Log in",
  description: "Returns a token that lasts 24 hours. With two-factor authentication on, `code` is required.",
  access: "public",
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
  errors: [
    "invalid_credentials",
    "email_not_verified",
    "account_deactivated",
    "login_code_required",
    "login_code_invalid",
  ],
  async run({ ctx, input }) {
    const outcome = await logInAtOnce(ctx, input, audience);
    if (!outcome.ok) return outcome;
    return ok({ data: { statusCode: 200, data: toLoggedIn(outcome.value.user, outcome.value.session) } });
  },
});

const profile = defineRoute({
  method: "get",
  path: "/profile",
  allowedBeforeMfa: true,
  summary: "Get your profile",
  access: "user",
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
  errors: [],
  async run({ actor }) {
    return ok({ data: { statusCode: 200, data: toProfile(profileOf(actor)) } });
  },
});

export const loginRoutes = [login, profile];
