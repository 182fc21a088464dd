import type { Api, ImpliedError } from "@/lib/api/http/api";
import type { ErrorsOf } from "@/lib/api/http/route";
import { sentencesOf } from "@/lib/api/http/rule-sentences";
import type { ApiError } from "@/lib/api/http/transport-errors";
import { authRoutes } from "./auth";
import { meRoutes } from "./me";
import { passwordResetRoutes } from "./password-reset";
import { projectRoutes } from "./projects";
import { errorSchema } from "./schemas";
import { totpRoutes } from "./totp";

const routes = [...authRoutes, ...totpRoutes, ...passwordResetRoutes, ...meRoutes, ...projectRoutes];

type Reachable = ErrorsOf<typeof routes> | ImpliedError;

const errors: Record<Reachable, [status: number, code: string, detail: string]> = {
  validation_failed: [422, "validation_error", "Validation error"],
  password_rejected: [422, "weak_password", "Password does not meet requirements"],
  invalid_credentials: [401, "invalid_credentials", "Invalid email or password"],
  login_code_required: [401, "totp_required", "A TOTP code is required"],
  login_code_invalid: [401, "totp_invalid", "Incorrect TOTP code"],
  unauthenticated: [401, "unauthenticated", "Could not validate credentials"],
  account_deactivated: [403, "account_deactivated", "Account is deactivated"],
  email_not_verified: [403, "email_not_verified", "Verify your email address first"],
  signup_closed: [403, "signup_closed", "Registration is by invitation only"],
  mfa_setup_required: [403, "totp_setup_required", "Set up two-factor authentication to continue"],
  mfa_required: [
    409,
    "totp_mandatory",
    "Two-factor authentication is required for your account, so you can't turn it off",
  ],
  step_up_required: [403, "step_up_required", "Log in again, then try this within ten minutes"],
  api_key_not_allowed: [403, "api_key_not_allowed", "An API key can't do this, log in"],
  email_taken: [409, "email_taken", "Email already registered"],
  token_invalid: [400, "token_invalid", "Invalid or expired reset token"],
  mfa_code_invalid: [400, "totp_invalid", "Incorrect TOTP code"],
  mfa_already_enabled: [409, "totp_already_enabled", "TOTP is already on"],
  mfa_not_enabled: [409, "totp_not_enabled", "TOTP is off"],
  mfa_not_set_up: [409, "totp_not_provisioned", "Provision TOTP first, a secret expires after 15 minutes"],
  project_not_found: [404, "project_not_found", "Project not found"],
  slug_taken: [409, "slug_taken", "Another project uses this slug"],
  plan_limit_reached: [409, "plan_limit_reached", "You've reached your plan's limit"],
  rate_limited: [429, "rate_limited", "Too many requests"],
  overloaded: [503, "unavailable", "The service is unavailable, try again in a moment"],
  unsupported_media_type: [415, "unsupported_media_type", "Send the body as application/json in UTF-8"],
  body_too_large: [413, "body_too_large", "The body is too large, the limit is 64 KiB"],
  body_too_slow: [408, "body_too_slow", "The body took too long, send it within 10 seconds"],
  route_not_found: [404, "not_found", "Not found"],
  method_not_allowed: [405, "method_not_allowed", "Method not allowed"],
  database_unavailable: [503, "unavailable", "The service is unavailable, try again in a moment"],
  internal: [500, "internal_error", "Internal server error"],
  owner_required: [403, "forbidden", "You can't do this"],
};

function errorOf(error: ApiError<Reachable>) {
  const [status, code, detail] = errors[error.code];
  const named = Object.entries(sentencesOf(error.fieldErrors ?? {})).map(
    ([field, sentences]) => `${field}: ${sentences.join(" ")}`,
  );
  return {
    status,
    name: error.code,
    body: { detail: named.length === 0 ? detail : `${detail}. ${named.join(" ")}`, code },
  };
}

export const quazzar: Api = {
  name: "quazzar",
  title: "Quazzar API",
  description:
    "Responses have no envelope, and an error is `{detail, code}`. Send the token as `Authorization: Bearer`.",
  base: "/compat/quazzar",
  documentPath: "/openapi.json",
  routes,
  usesCookies: false,
  takesApiKeys: true,
  errorOf,
  errorSchema,
};
