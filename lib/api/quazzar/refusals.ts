import { sentencesOf } from "@/lib/api/http/rule-sentences";
import type { ApiError, ApiErrorCode } from "@/lib/api/http/transport-errors";

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

interface Refusal {
  status: RefusalStatus;
  code: string;
  detail: string;
}

const as = (status: RefusalStatus, code: string, detail: string): Refusal => ({ status, code, detail });
const forbidden = as(403, "forbidden", "You can't do this");
const unknown = as(404, "not_found", "Not found");
const unavailable = as(503, "unavailable", "The service is unavailable, try again in a moment");
const signInAgain = as(401, "unauthenticated", "Could not validate credentials");

/**
 * The document's sentences, and our own where it is silent. Total by the compiler: a new code cannot be forgotten,
 * though most are never said here.
 */
const words: Record<ApiErrorCode, Refusal> = {
  validation_failed: as(422, "validation_error", "Validation error"),
  password_rejected: as(422, "weak_password", "Password does not meet requirements"),
  invalid_credentials: as(401, "invalid_credentials", "Invalid email or password"),
  login_code_required: as(401, "totp_required", "A TOTP code is required"),
  login_code_invalid: as(401, "totp_invalid", "Incorrect TOTP code"),
  unauthenticated: signInAgain,
  account_deactivated: as(403, "account_deactivated", "Account is deactivated"),
  email_not_verified: as(403, "email_not_verified", "Verify your email address first"),
  signup_closed: as(403, "signup_closed", "Registration is by invitation only"),
  second_factor_required: as(403, "step_up_required", "Enter a code, too"),
  mfa_setup_required: as(403, "totp_setup_required", "Set up two-factor authentication to continue"),
  mfa_required: as(
    409,
    "totp_mandatory",
    "Two-factor authentication is required for your account, so you can't turn it off",
  ),
  step_up_required: as(403, "step_up_required", "Log in again, then try this within ten minutes"),
  api_key_not_allowed: as(403, "api_key_not_allowed", "An API key can't do this, log in"),
  email_taken: as(409, "email_taken", "Email already registered"),
  token_invalid: as(400, "token_invalid", "Invalid or expired reset token"),
  mfa_code_invalid: as(400, "totp_invalid", "Incorrect TOTP code"),
  mfa_already_enabled: as(409, "totp_already_enabled", "TOTP is already on"),
  mfa_not_enabled: as(409, "totp_not_enabled", "TOTP is off"),
  mfa_not_set_up: as(409, "totp_not_provisioned", "Provision TOTP first, a secret expires after 15 minutes"),
  project_not_found: as(404, "project_not_found", "Project not found"),
  slug_taken: as(409, "slug_taken", "Another project uses this slug"),
  plan_limit_reached: as(409, "plan_limit_reached", "You've reached your plan's limit"),
  rate_limited: as(429, "rate_limited", "Too many requests"),
  overloaded: unavailable,

  unsupported_media_type: as(415, "unsupported_media_type", "Send the body as application/json in UTF-8"),
  body_too_large: as(413, "body_too_large", "The body is too large, the limit is 64 KiB"),
  body_too_slow: as(408, "body_too_slow", "The body took too long, send it within 10 seconds"),
  csrf_header_required: forbidden,
  origin_rejected: forbidden,
  route_not_found: unknown,
  method_not_allowed: as(405, "method_not_allowed", "Method not allowed"),
  database_unavailable: unavailable,
  internal: as(500, "internal_error", "Internal server error"),

  mfa_ticket_invalid: signInAgain,
  refresh_token_invalid: signInAgain,
  refresh_token_reused: signInAgain,
  session_renewed: signInAgain,
  sso_refused: signInAgain,
  sso_not_fresh: signInAgain,
  mfa_reset_pending: as(409, "totp_reset_pending", "A 2FA reset is already pending"),
  mfa_reset_not_pending: as(409, "totp_reset_not_pending", "No 2FA reset is pending"),
  email_unchanged: as(422, "email_unchanged", "This is already your email address"),
  passkey_rejected: as(422, "passkey_rejected", "We couldn't verify this passkey"),
  confirmation_wrong: as(422, "confirmation_wrong", "The confirmation doesn't match"),
  registration_requires_approval: as(403, "signup_closed", "Registration is by invitation only"),
  admin_required: forbidden,
  owner_required: forbidden,
  own_account: forbidden,
  setup_token_invalid: forbidden,
  setup_required: as(403, "setup_required", "Finish setup first"),
  not_found: unknown,
  session_not_found: unknown,
  passkey_not_found: unknown,
  identity_not_found: unknown,
  member_not_found: unknown,
  invitation_not_found: unknown,
  user_not_found: unknown,
  tenant_not_found: unknown,
  join_request_not_found: unknown,
  domain_not_found: unknown,
  api_key_not_found: unknown,
  already_set_up: as(409, "already_set_up", "The first admin already exists"),
  request_already_decided: as(409, "request_already_decided", "This request was already decided"),
  request_changed: as(409, "request_changed", "This request has changed"),
  undo_open: as(409, "undo_open", "This approval can still be undone. Try again in a few seconds"),
  undo_over: as(409, "undo_over", "The time to undo is over"),
  own_request: forbidden,
  second_approval_needed: as(409, "second_approval_needed", "Ask another reviewer for the second approval"),
  too_many_passkeys: as(409, "too_many_passkeys", "You've reached the limit of 20 passkeys"),
  too_many_api_keys: as(409, "too_many_api_keys", "You've reached the limit of 50 API keys"),
  mail_not_failed: as(409, "mail_not_failed", "Only failed emails can be resent"),
  mail_not_waiting: as(409, "mail_not_waiting", "Only queued emails can be canceled"),
  mail_not_cancellable: as(409, "mail_not_cancellable", "Security emails can't be canceled"),
  mail_run_out: as(409, "mail_run_out", "The link in this email has expired"),
  too_many_webhooks: as(409, "too_many_webhooks", "You've reached the limit of 20 webhooks"),
  delivery_under_way: as(409, "delivery_under_way", "This delivery is already in progress"),
  identity_taken: as(409, "identity_taken", "This account is already linked to another user"),
  last_way_in: as(409, "last_way_in", "This is your only way to log in"),
  already_member: as(409, "already_member", "This person is already a member"),
  last_owner: as(409, "last_owner", "At least one owner is required"),
  email_already_verified: as(409, "email_already_verified", "This email address is already verified"),
  last_admin: as(409, "last_admin", "At least one admin is required"),
  deletion_not_scheduled: as(409, "deletion_not_scheduled", "This account isn't scheduled for deletion"),
};

/** What the core calls a field, where the document calls it otherwise. The body of such a request has no other such field. */
const fieldNames: Record<string, string> = { name: "full_name", organization: "company_name" };

/** The same refusal with its fields called as this route's document calls them, where the core has judged them. */
export function inWireNames<Error extends ApiError>(error: Error, names = fieldNames): Error {
  if (!error.fieldErrors) return error;
  const fieldErrors = Object.fromEntries(
    Object.entries(error.fieldErrors).map(([field, rules]) => [names[field] ?? field, rules]),
  );
  return { ...error, fieldErrors };
}

/** The envelope: a code for programs, and for people a sentence that names the fields. */
export function refuseInWords({ code, fieldErrors }: ApiError): {
  status: RefusalStatus;
  body: { detail: string; code: string };
} {
  const { status, code: word, detail } = words[code];
  const named = Object.entries(sentencesOf(fieldErrors ?? {})).map(
    ([field, sentences]) => `${field}: ${sentences.join(" ")}`,
  );
  return { status, body: { detail: named.length === 0 ? detail : `${detail}. ${named.join(" ")}`, code: word } };
}
