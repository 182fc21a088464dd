import type { Api, ImpliedError } from "@/lib/api/http/api";
import { lineOf } from "@/lib/api/http/error-line";
import { statusOf } from "@/lib/api/http/error-status";
import type { ErrorsOf } from "@/lib/api/http/route";
import type { ApiError } from "@/lib/api/http/transport-errors";
import { accountRoutes } from "./account";
import { passwordRoutes } from "./password";
import { errorSchema } from "./schemas";
import { totpRoutes } from "./totp";

const routes = [...accountRoutes, ...passwordRoutes, ...totpRoutes];

type Reachable = ErrorsOf<typeof routes> | ImpliedError;

const ownSentences = {
  totp_code_wrong: "Invalid TOTP code. Please try again.",
  code_proof: "Log in again with a code, then try again.",
  backup_code: "This isn't a valid backup code.",
  one_code: "Send a TOTP code or a backup code, not both.",
};

const messages = {
  validation_failed: "Some fields aren't valid.",
  password_rejected: "This password isn't allowed. Choose a different one.",
  mfa_code_invalid: "Invalid TOTP code. Please try again.",
  unauthenticated: "Your token is invalid or expired. Log in again.",
  invalid_credentials: "Incorrect email or password.",
  login_code_invalid: "Incorrect TOTP or backup code.",
  email_not_verified: "Verify your email address first. Open the link we emailed you.",
  account_deactivated: "This account is deactivated.",
  mfa_setup_required: "Set up two-factor authentication to continue.",
  mfa_required: "Two-factor authentication is required for your account, so you can't turn it off.",
  step_up_required: "Log in again, then try this within ten minutes.",
  signup_closed: "Registration is by invitation only.",
  mfa_already_enabled: "Two-factor authentication is already on.",
  mfa_not_enabled: "Two-factor authentication is off.",
  mfa_not_set_up: "Start with totp/setup. Setup expires after 15 minutes.",
  token_invalid: "Reset token is invalid or has expired",
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
  const body = { ok: false as const, error: lineOf(error, messages[error.code], ownSentences) };
  return { status: statusOf(error.code), name: error.code, body };
}

export const panguard: Api = {
  name: "panguard",
  title: "Panguard API",
  description:
    "Accounts with bearer tokens that last 24 hours. Success is `{ok: true, data}`, an error is `{ok: false, error}`.",
  base: "/compat/panguard/api/auth",
  documentPath: "/openapi.json",
  routes,
  usesCookies: false,
  takesApiKeys: false,
  errorOf,
  errorSchema,
};
