import { statusOf } from "@/lib/api/http/bearer/status";
import { lineOf } from "@/lib/api/http/bearer/text";
import type { ApiError, ApiErrorCode } from "@/lib/api/http/transport-errors";

/** Rules that this API words by itself. */
const ownSentences = {
  totp_code_wrong: "Invalid TOTP code. Please try again.",
  code_proof: "Log in again with a code, then turn it off.",
  backup_code: "This is not a backup code.",
  one_code: "Send a TOTP code or a backup code, not both.",
};

/** What this API says of each refusal. Total by the compiler: a new code cannot be forgotten. */
const words = {
  validation_failed: "Some fields were not accepted.",
  password_rejected: "This password was not accepted.",
  mfa_code_invalid: "Invalid TOTP code. Please try again.",
  email_unchanged: "This is already the account's email address.",
  passkey_rejected: "This passkey answer was not accepted. Start again.",
  confirmation_wrong: "The typed confirmation does not match.",
  unauthenticated: "Invalid or expired token. Log in first.",
  invalid_credentials: "Invalid email or password.",
  login_code_invalid: "Invalid TOTP or backup code.",
  mfa_ticket_invalid: "This login has ended. Start again.",
  refresh_token_invalid: "This session has ended. Log in again.",
  refresh_token_reused: "This session was ended for safety. Log in again.",
  sso_refused: "This identity cannot log in here.",
  login_code_required: "Two-factor authentication is on. Send a code too.",
  registration_requires_approval: "Registration needs an approval.",
  email_not_verified: "Verify your email address first: open the link that was mailed to you.",
  account_deactivated: "This account is deactivated.",
  admin_required: "Only admins may do this.",
  step_up_required: "Log in again, then repeat this within ten minutes.",
  setup_token_invalid: "The set-up token is missing or wrong.",
  owner_required: "Only owners and admins of the company may do this.",
  api_key_not_allowed: "An API key may not do this. Log in.",
  signup_closed: "Registration is by invitation here.",
  setup_required: "Set up first.",
  not_found: "There is nothing here.",
  session_not_found: "There is no such session.",
  passkey_not_found: "There is no such passkey.",
  identity_not_found: "There is no such connected account.",
  member_not_found: "There is no such member.",
  invitation_not_found: "There is no such open invitation.",
  user_not_found: "There is no such user.",
  api_key_not_found: "There is no such API key.",
  project_not_found: "There is no such project.",
  already_set_up: "The first admin exists already.",
  email_taken: "This email address has an account already.",
  mfa_already_enabled: "Two-factor authentication is enabled already.",
  mfa_not_enabled: "Two-factor authentication is not enabled.",
  mfa_not_set_up: "Start with totp/setup; an unfinished set-up lasts 15 minutes.",
  request_already_decided: "This request was decided already.",
  request_changed: "This request has changed. Read it again.",
  undo_over: "This can no longer be undone.",
  own_request: "Nobody approves a request of their own address.",
  second_approval_needed: "Somebody else has to give the second approval.",
  too_many_passkeys: "An account has at most 20 passkeys.",
  identity_taken: "This identity belongs to another account.",
  last_way_in: "This is the only way to log in. Set a password first.",
  already_member: "This address belongs to the company already.",
  last_owner: "A company keeps at least one owner.",
  last_admin: "There must be an admin.",
  mfa_reset_pending: "A reset is under way already.",
  mfa_reset_not_pending: "No reset is under way.",
  deletion_not_scheduled: "This account is not about to be deleted.",
  slug_taken: "Another project has this slug.",
  too_many_api_keys: "An account has at most 50 API keys.",
  token_invalid: "Reset token is invalid or has expired",
  rate_limited: "Too many attempts. Try again later.",
  overloaded: "The server is busy. Try again in a moment.",
  unsupported_media_type: "Send the body as application/json in UTF-8, without a content encoding.",
  body_too_large: "A body has at most 64 KiB.",
  csrf_header_required: "A header is missing.",
  origin_rejected: "Requests from this origin are not accepted.",
  route_not_found: "There is nothing here.",
  method_not_allowed: "This path does not take this method.",
  database_unavailable: "The service cannot answer at the moment. Try again.",
  internal: "Something went wrong. The X-Request-Id header helps to find it.",
} as const satisfies Record<ApiErrorCode, string>;

/** Status and documented envelope of any refusal. */
export function refuse(error: ApiError) {
  return {
    status: statusOf(error.code),
    body: { ok: false as const, error: lineOf(error, words[error.code], ownSentences) },
  };
}
