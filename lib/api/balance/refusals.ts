import { STATUS_CODES } from "node:http";
import { statusOf } from "@/lib/api/http/bearer/status";
import { lineOf } from "@/lib/api/http/bearer/text";
import type { ApiError, ApiErrorCode } from "@/lib/api/http/transport-errors";

const passwordRule =
  "A password has 8 to 32 characters, with at least one uppercase letter, one lowercase letter and one number.";

/** Rules that this API words by itself: whatever breaks the password rule is answered by the whole rule. */
const ownSentences = {
  password_rule: passwordRule,
  password_too_short: passwordRule,
  password_same: "The new password must be different from the current password.",
};

/** What this API says of each refusal. Total by the compiler: a new code cannot be forgotten. */
const words = {
  validation_failed: "Some fields were not accepted.",
  password_rejected: "This password was not accepted.",
  mfa_code_invalid: "This code is not valid.",
  email_unchanged: "This is already the account's email address.",
  passkey_rejected: "This passkey answer was not accepted. Start again.",
  confirmation_wrong: "The typed confirmation does not match.",
  unauthenticated: "A valid token is needed. Log in first.",
  invalid_credentials: "Invalid credentials.",
  login_code_invalid: "This code is not valid.",
  mfa_ticket_invalid: "This login has ended. Start again.",
  refresh_token_invalid: "This session has ended. Log in again.",
  refresh_token_reused: "This session was ended for safety. Log in again.",
  session_renewed: "This session has ended. Log in again.",
  sso_refused: "This identity cannot log in here.",
  sso_not_fresh: "The provider didn't ask who you are again.",
  login_code_required: "This account has a second factor. Send its code too.",
  registration_requires_approval: "Registration needs an approval.",
  email_not_verified: "Verify the email address first.",
  account_deactivated: "This account is deactivated.",
  admin_required: "Only admins may do this.",
  mfa_setup_required: "Set up two-factor authentication to continue.",
  mfa_required: "Two-factor authentication is required for your account, so you can't turn it off.",
  step_up_required: "Log in again, then repeat this within ten minutes.",
  second_factor_required: "Enter a code, too.",
  setup_token_invalid: "The set-up token is missing or wrong.",
  owner_required: "Only owners and admins of the company may do this.",
  api_key_not_allowed: "An API key may not do this. Log in.",
  signup_closed: "Registration is by invitation here.",
  setup_required: "Set up first.",
  own_account: "Not to your own account.",
  not_found: "There is nothing here.",
  session_not_found: "There is no such session.",
  passkey_not_found: "There is no such passkey.",
  identity_not_found: "There is no such connected account.",
  member_not_found: "There is no such member.",
  invitation_not_found: "There is no such open invitation.",
  user_not_found: "There is no such user.",
  api_key_not_found: "There is no such API key.",
  project_not_found: "There is no such project.",
  tenant_not_found: "There is no such company.",
  join_request_not_found: "There is no such join request.",
  domain_not_found: "There is no such domain.",
  already_set_up: "The first admin exists already.",
  email_taken: "This email address has an account already.",
  mfa_already_enabled: "The second factor is on already.",
  mfa_not_enabled: "There is no second factor to turn off.",
  mfa_not_set_up: "Set up the second factor first; an unfinished set-up lasts 15 minutes.",
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
  mail_not_failed: "Only a mail that failed can be tried again.",
  mail_not_waiting: "Only a mail that waits can be taken back.",
  mail_not_cancellable: "Emails that tell people what happened to their account can't be canceled.",
  mail_run_out: "What this mail says does not work any more.",
  too_many_webhooks: "There are at most 20 webhooks.",
  delivery_under_way: "This delivery is under way already.",
  email_already_verified: "This email address is verified already.",
  plan_limit_reached: "The company's plan allows no more of these.",
  token_invalid: "This token was used, has expired or was never issued.",
  rate_limited: "Too many attempts. Try again later.",
  overloaded: "The server is busy. Try again in a moment.",
  unsupported_media_type: "Send the body as application/json in UTF-8, without a content encoding.",
  body_too_large: "A body has at most 64 KiB.",
  body_too_slow: "The body must arrive within 10 seconds.",
  csrf_header_required: "A header is missing.",
  origin_rejected: "Requests from this origin are not accepted.",
  route_not_found: "There is nothing here.",
  method_not_allowed: "This path does not take this method.",
  database_unavailable: "The service cannot answer at the moment. Try again.",
  internal: "Something went wrong. The X-Request-Id header helps to find it.",
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
