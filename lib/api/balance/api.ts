import { STATUS_CODES } from "node:http";
import type { Api, ImpliedError } from "@/lib/api/http/api";
import { lineOf } from "@/lib/api/http/error-line";
import { statusOf } from "@/lib/api/http/error-status";
import type { ErrorsOf } from "@/lib/api/http/route";
import type { ApiError } from "@/lib/api/http/transport-errors";
import { loginRoutes } from "./login";
import { passwordRoutes } from "./password";
import { errorSchema } from "./schemas";
import { signupRoutes } from "./signup";

const routes = [...signupRoutes, ...loginRoutes, ...passwordRoutes];

type Reachable = ErrorsOf<typeof routes> | ImpliedError;

const passwordRule = "Use 8 to 32 characters with at least one uppercase letter, one lowercase letter and one number.";

const ownSentences = {
  password_rule: passwordRule,
  password_too_short: passwordRule,
  password_same: "Choose a password that's different from your current one.",
};

const messages = {
  validation_failed: "Some fields aren't valid.",
  password_rejected: "This password isn't allowed. Choose a different one.",
  unauthenticated: "Log in first. A valid token is required.",
  invalid_credentials: "Incorrect credentials.",
  login_code_invalid: "Incorrect code.",
  login_code_required: "Two-factor authentication is on. Send a code too.",
  email_not_verified: "Verify the email address first.",
  account_deactivated: "This account is deactivated.",
  mfa_setup_required: "Set up two-factor authentication to continue.",
  step_up_required: "Log in again, then try this within ten minutes.",
  signup_closed: "Registration is by invitation only.",
  token_invalid: "This token is invalid, expired or already used. Request a new one.",
  rate_limited: "Too many attempts. Try again later.",
  overloaded: "The server is busy. Try again in a moment.",
  unsupported_media_type: "Send the body as application/json in UTF-8, without a content encoding.",
  body_too_large: "The body is too large. The limit is 64 KiB.",
  body_too_slow: "The body took too long. Send it within 10 seconds.",
  route_not_found: "Not found.",
  method_not_allowed: "This method isn't allowed for this path.",
  database_unavailable: "The service is unavailable. Try again in a moment.",
  internal: "Something went wrong. If it keeps happening, contact an admin with the X-Request-Id header.",
} as const satisfies Record<Reachable, string>;

function errorOf(error: ApiError<Reachable>) {
  const statusCode = statusOf(error.code);
  const message = lineOf(error, messages[error.code], ownSentences);
  return {
    status: statusCode,
    name: error.code,
    body: { statusCode, error: STATUS_CODES[statusCode] ?? "Error", message },
  };
}

export const balance: Api = {
  name: "balance",
  title: "PacSpace Balance API",
  description:
    "Accounts with bearer tokens that last 24 hours. Success is `{statusCode, message?, data?}`, an error is `{statusCode, error, message}`.",
  base: "/compat/balance/dashboard/auth",
  documentPath: "/openapi.json",
  routes,
  usesCookies: false,
  takesApiKeys: false,
  errorOf,
  errorSchema,
};
