import { STATUS_CODES } from "node:http";
import { statusOf } from "@/lib/api/http/bearer/status";
import { lineOf } from "@/lib/api/http/bearer/text";
import type { ApiError, ApiErrorCode } from "@/lib/api/http/transport-errors";

const passwordRule = "Use 8 to 32 characters with at least one uppercase letter, one lowercase letter and one number.";

/** Rules that this API words by itself: whatever breaks the password rule is answered by the whole rule. */
const ownSentences = {
  password_rule: passwordRule,
  password_too_short: passwordRule,
  password_same: "Choose a password that's different from your current one.",
};

/** What this API says of each refusal. Total by the compiler: a new code cannot be forgotten. */
const words = {
  validation_failed: "Some fields aren't valid.",
  password_rejected: "This password isn't allowed. Choose a different one.",
  mfa_code_invalid: "Incorrect code.",
  email_unchanged: "This is already your email address.",
  passkey_rejected: "We couldn't verify this passkey. Start again.",
  confirmation_wrong: "The confirmation doesn't match.",
  unauthenticated: "Log in first. A valid token is required.",
  invalid_credentials: "Incorrect credentials.",
  login_code_invalid: "Incorrect code.",
  mfa_ticket_invalid: "This login has expired. Start again.",
  refresh_token_invalid: "Your session has expired. Log in again.",
  refresh_token_reused: "We ended this session because of unusual activity. Log in again.",
  session_renewed: "Your session has expired. Log in again.",
  sso_refused: "No account here uses that login.",
  sso_not_fresh: "The provider didn't confirm your identity again.",
  login_code_required: "Two-factor authentication is on. Send a code too.",
  registration_requires_approval: "You need an approval to register.",
  email_not_verified: "Verify the email address first.",
  account_deactivated: "This account is deactivated.",
  admin_required: "Your console role doesn't allow this. Ask an admin.",
  mfa_setup_required: "Set up two-factor authentication to continue.",
  mfa_required: "Two-factor authentication is required for your account, so you can't turn it off.",
  step_up_required: "Log in again, then try this within ten minutes.",
  second_factor_required: "Enter a code, too.",
  setup_token_invalid: "The setup token is missing or incorrect.",
  owner_required: "Your role in the organization doesn't allow this. Ask an owner.",
  api_key_not_allowed: "An API key can't do this. Log in.",
  signup_closed: "Registration is by invitation only.",
  setup_required: "Finish setup first.",
  own_account: "You can't do this to your own account.",
  not_found: "Not found.",
  session_not_found: "Session not found.",
  passkey_not_found: "Passkey not found.",
  identity_not_found: "Connected account not found.",
  member_not_found: "Member not found.",
  invitation_not_found: "Invitation not found. It may have been accepted or revoked.",
  user_not_found: "User not found.",
  api_key_not_found: "API key not found.",
  project_not_found: "Project not found.",
  tenant_not_found: "Organization not found.",
  join_request_not_found: "Join request not found.",
  domain_not_found: "Domain not found.",
  already_set_up: "The first admin already exists.",
  email_taken: "This email address already has an account.",
  mfa_already_enabled: "Two-factor authentication is already on.",
  mfa_not_enabled: "Two-factor authentication is off.",
  mfa_not_set_up: "Start two-factor setup first. Setup expires after 15 minutes.",
  request_already_decided: "This request was already decided.",
  request_changed: "This request has changed. Get it again.",
  undo_open: "This approval can still be undone. Try again in a few seconds.",
  undo_over: "The time to undo is over.",
  own_request: "You can't approve a request from your own email address.",
  second_approval_needed: "Ask another reviewer for the second approval.",
  too_many_passkeys: "You've reached the limit of 20 passkeys. Delete one first.",
  identity_taken: "This account is already linked to another user.",
  last_way_in: "This is your only way to log in. Set a password first.",
  already_member: "This person is already a member.",
  last_owner: "At least one owner is required.",
  last_admin: "At least one admin is required.",
  mfa_reset_pending: "A 2FA reset is already pending.",
  mfa_reset_not_pending: "No 2FA reset is pending.",
  deletion_not_scheduled: "This account isn't scheduled for deletion.",
  slug_taken: "Another project uses this slug. Choose a different one.",
  too_many_api_keys: "You've reached the limit of 50 API keys. Revoke one first.",
  mail_not_failed: "Only failed emails can be resent.",
  mail_not_waiting: "Only queued emails can be canceled.",
  mail_not_cancellable: "Emails about changes to an account can't be canceled.",
  mail_run_out: "The link in this email has expired.",
  too_many_webhooks: "You've reached the limit of 20 webhooks. Delete one first.",
  delivery_under_way: "This delivery is already in progress.",
  email_already_verified: "This email address is already verified.",
  plan_limit_reached: "You've reached your plan's limit.",
  token_invalid: "This token is invalid, expired or already used. Request a new one.",
  rate_limited: "Too many attempts. Try again later.",
  overloaded: "The server is busy. Try again in a moment.",
  unsupported_media_type: "Send the body as application/json in UTF-8, without a content encoding.",
  body_too_large: "The body is too large. The limit is 64 KiB.",
  body_too_slow: "The body took too long. Send it within 10 seconds.",
  csrf_header_required: "A header is missing.",
  origin_rejected: "Requests from this origin aren't allowed.",
  route_not_found: "Not found.",
  method_not_allowed: "This method isn't allowed for this path.",
  database_unavailable: "The service is unavailable. Try again in a moment.",
  internal: "Something went wrong. If it keeps happening, contact an admin with the X-Request-Id header.",
} as const satisfies Record<ApiErrorCode, string>;

/** Status and documented envelope of any refusal. */
export function refuse(error: ApiError) {
  const statusCode = statusOf(error.code);
  return {
    status: statusCode,
    body: {
      statusCode,
      error: STATUS_CODES[statusCode] ?? "Error",
      message: lineOf(error, words[error.code], ownSentences),
    },
  };
}
