import { sentencesOf } from "@/lib/api/http/rule-sentences";
import type { ApiError, ApiErrorCode, TransportCode } from "@/lib/api/http/transport-errors";
import { type ErrorCode, type ErrorKind, errorKinds } from "@/lib/core/errors";

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 413 | 415 | 429 | 500 | 503;

const byKind = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorKind, RefusalStatus>;

/** Where the document says another status than the kind's. */
const byCode: Partial<Record<ErrorCode, RefusalStatus>> = {
  token_invalid: 400,
};

const byTransportCode = {
  unsupported_media_type: 415,
  body_too_large: 413,
  body_too_slow: 408,
  csrf_header_required: 403,
  origin_rejected: 403,
  route_not_found: 404,
  method_not_allowed: 405,
  database_unavailable: 503,
  internal: 500,
} as const satisfies Record<TransportCode, RefusalStatus>;

/** What this API calls each refusal. Total by the compiler: a new code cannot be forgotten. */
const words = {
  validation_failed: { code: "VALIDATION_FAILED", message: "Some fields were not accepted." },
  password_rejected: { code: "PASSWORD_REJECTED", message: "This password was not accepted." },
  mfa_code_invalid: { code: "INVALID_MFA_CODE", message: "This code is not valid." },
  email_unchanged: { code: "EMAIL_UNCHANGED", message: "This is already the account's address." },
  unauthenticated: { code: "UNAUTHENTICATED", message: "Sign in first." },
  invalid_credentials: { code: "INVALID_CREDENTIALS", message: "These credentials are wrong." },
  login_code_invalid: { code: "INVALID_MFA_CODE", message: "This code is not valid." },
  mfa_ticket_invalid: { code: "MFA_TICKET_INVALID", message: "This sign-in has ended. Start again." },
  refresh_token_invalid: { code: "REFRESH_TOKEN_INVALID", message: "This session has ended. Sign in again." },
  refresh_token_reused: {
    code: "REFRESH_TOKEN_REUSED",
    message: "This refresh token was used before. The session was ended for safety. Sign in again.",
  },
  session_renewed: {
    code: "SESSION_RENEWED",
    message: "This session was renewed. Use the cookies of the answer that renewed it.",
  },
  registration_requires_approval: {
    code: "REGISTRATION_REQUIRES_APPROVAL",
    message: "Registration needs an approval token that was mailed to this address.",
  },
  email_not_verified: { code: "EMAIL_NOT_VERIFIED", message: "Verify the e-mail address first." },
  account_deactivated: { code: "ACCOUNT_DEACTIVATED", message: "This account is deactivated." },
  admin_required: { code: "FORBIDDEN", message: "Only admins may do this." },
  mfa_setup_required: {
    code: "MFA_SETUP_REQUIRED",
    message: "Set up two-factor authentication to continue.",
  },
  mfa_required: {
    code: "MFA_REQUIRED",
    message: "Two-factor authentication is required for your account, so you can't turn it off.",
  },
  step_up_required: { code: "STEP_UP_REQUIRED", message: "Prove the account again with POST /dashboard/auth/step-up." },
  second_factor_required: { code: "STEP_UP_REQUIRED", message: "Enter a code, too." },
  setup_token_invalid: { code: "SETUP_TOKEN_INVALID", message: "The set-up token is missing or wrong." },
  not_found: { code: "NOT_FOUND", message: "There is nothing here." },
  session_not_found: { code: "SESSION_NOT_FOUND", message: "There is no such session." },
  already_set_up: { code: "ALREADY_SET_UP", message: "The first admin exists already." },
  email_taken: { code: "EMAIL_TAKEN", message: "This address has an account already. Sign in." },
  mfa_already_enabled: { code: "MFA_ALREADY_ENABLED", message: "MFA is on already." },
  mfa_not_enabled: { code: "MFA_NOT_ENABLED", message: "MFA is off." },
  mfa_not_set_up: { code: "MFA_NOT_SET_UP", message: "Start MFA set-up first; an unfinished one lasts 15 minutes." },
  request_already_decided: { code: "REQUEST_ALREADY_DECIDED", message: "This request was decided already." },
  undo_over: {
    code: "UNDO_OVER",
    message: "This can no longer be undone: its mail is on the way. Revoke or reopen it.",
  },
  own_request: { code: "OWN_REQUEST", message: "Nobody approves a request of their own address." },
  second_approval_needed: {
    code: "SECOND_APPROVAL_NEEDED",
    message: "You gave the first approval. Somebody else has to give the second.",
  },
  request_changed: { code: "REQUEST_CHANGED", message: "This request has changed. Read it again." },
  token_invalid: { code: "TOKEN_INVALID", message: "This token was used, has expired or was never issued." },
  passkey_rejected: { code: "PASSKEY_REJECTED", message: "This passkey answer was not accepted. Start again." },
  confirmation_wrong: { code: "CONFIRMATION_WRONG", message: "The typed confirmation does not match." },
  sso_refused: { code: "SSO_REFUSED", message: "This identity cannot sign in here." },
  sso_not_fresh: { code: "SSO_NOT_FRESH", message: "The provider didn't ask who you are again." },
  owner_required: { code: "OWNER_REQUIRED", message: "Only owners and admins of the tenant may do this." },
  passkey_not_found: { code: "PASSKEY_NOT_FOUND", message: "There is no such passkey." },
  identity_not_found: { code: "IDENTITY_NOT_FOUND", message: "There is no such connected account." },
  member_not_found: { code: "MEMBER_NOT_FOUND", message: "There is no such member." },
  invitation_not_found: { code: "INVITATION_NOT_FOUND", message: "There is no such open invitation." },
  user_not_found: { code: "USER_NOT_FOUND", message: "There is no such user." },
  too_many_passkeys: { code: "TOO_MANY_PASSKEYS", message: "An account has at most 20 passkeys." },
  identity_taken: { code: "IDENTITY_TAKEN", message: "This identity belongs to another account." },
  last_way_in: { code: "LAST_WAY_IN", message: "This is the only way to sign in. Set a password first." },
  already_member: { code: "ALREADY_MEMBER", message: "This address belongs to the tenant already." },
  last_owner: { code: "LAST_OWNER", message: "A tenant keeps at least one owner. Transfer ownership first." },
  last_admin: { code: "LAST_ADMIN", message: "There must be an admin. Make somebody else one first." },
  mfa_reset_pending: { code: "MFA_RESET_PENDING", message: "A reset is under way already." },
  mfa_reset_not_pending: { code: "MFA_RESET_NOT_PENDING", message: "No reset is under way." },
  deletion_not_scheduled: { code: "DELETION_NOT_SCHEDULED", message: "This account is not about to be deleted." },
  login_code_required: { code: "MFA_CODE_REQUIRED", message: "A second-factor code is needed." },
  api_key_not_allowed: { code: "API_KEY_NOT_ALLOWED", message: "An API key may not do this. Sign in." },
  signup_closed: { code: "SIGNUP_CLOSED", message: "Registration is by invitation here." },
  setup_required: { code: "SETUP_REQUIRED", message: "Set up first." },
  own_account: { code: "OWN_ACCOUNT", message: "Another admin has to do this to your account." },
  api_key_not_found: { code: "API_KEY_NOT_FOUND", message: "There is no such API key." },
  project_not_found: { code: "PROJECT_NOT_FOUND", message: "There is no such project." },
  tenant_not_found: { code: "TENANT_NOT_FOUND", message: "There is no such tenant." },
  join_request_not_found: { code: "JOIN_REQUEST_NOT_FOUND", message: "There is no such join request." },
  domain_not_found: { code: "DOMAIN_NOT_FOUND", message: "There is no such domain." },
  slug_taken: { code: "SLUG_TAKEN", message: "Another project has this slug." },
  too_many_api_keys: { code: "TOO_MANY_API_KEYS", message: "An account has at most 50 API keys." },
  mail_not_failed: { code: "MAIL_NOT_FAILED", message: "Only a mail that failed can be tried again." },
  mail_not_waiting: { code: "MAIL_NOT_WAITING", message: "Only a mail that waits can be taken back." },
  mail_not_cancellable: {
    code: "MAIL_NOT_CANCELLABLE",
    message: "Emails that tell people what happened to their account can't be canceled.",
  },
  mail_run_out: { code: "MAIL_RUN_OUT", message: "What this mail says does not work any more. Have a new one sent." },
  too_many_webhooks: { code: "TOO_MANY_WEBHOOKS", message: "There are at most 20 webhooks." },
  delivery_under_way: { code: "DELIVERY_UNDER_WAY", message: "This delivery is under way already." },
  email_already_verified: { code: "EMAIL_ALREADY_VERIFIED", message: "This address is verified already." },
  plan_limit_reached: { code: "PLAN_LIMIT_REACHED", message: "The tenant's plan allows no more of these." },
  rate_limited: { code: "RATE_LIMITED", message: "Too many attempts. Try again later." },
  overloaded: { code: "UNAVAILABLE", message: "The server is busy. Try again in a moment." },
  unsupported_media_type: {
    code: "UNSUPPORTED_MEDIA_TYPE",
    message: "Send the body as application/json in UTF-8, without a content encoding.",
  },
  body_too_large: { code: "BODY_TOO_LARGE", message: "A body has at most 64 KiB." },
  body_too_slow: { code: "BODY_TOO_SLOW", message: "The body must arrive within 10 seconds." },
  csrf_header_required: { code: "CSRF_HEADER_REQUIRED", message: "Send the header X-Pacspace-CSRF: 1." },
  origin_rejected: { code: "ORIGIN_REJECTED", message: "Requests from this origin are not accepted." },
  route_not_found: { code: "NOT_FOUND", message: "There is nothing here." },
  method_not_allowed: { code: "METHOD_NOT_ALLOWED", message: "This path does not take this method." },
  database_unavailable: { code: "UNAVAILABLE", message: "The service cannot answer at the moment. Try again." },
  internal: { code: "INTERNAL_ERROR", message: "Something went wrong. The request id helps to find it." },
} as const satisfies Record<ApiErrorCode, { code: string; message: string }>;

export function isCoreCode(code: ApiErrorCode): code is ErrorCode {
  return code in errorKinds;
}

/** Status, code and sentence of any refusal. */
export function refusalOf(code: ApiErrorCode): { status: RefusalStatus; code: string; message: string } {
  const status = isCoreCode(code) ? (byCode[code] ?? byKind[errorKinds[code]]) : byTransportCode[code];
  return { status, ...words[code] };
}

/** The documented envelope of a refusal. */
export function refusalBody(error: ApiError, requestId: string) {
  const { code, message } = refusalOf(error.code);
  return {
    success: false as const,
    error: {
      code,
      message: detailed(message, error),
      ...(error.fieldErrors ? { fieldErrors: sentencesOf(error.fieldErrors) } : {}),
      ...(error.decided ? { decided: { ...error.decided, at: error.decided.at?.toISOString() ?? null } } : {}),
      ...(error.changed ? { changed: { ...error.changed, at: error.changed.at.toISOString() } } : {}),
      requestId,
    },
  };
}

const quotaNames = { members: "members", projects: "projects", apiKeys: "API keys" } as const;

function detailed(message: string, error: ApiError): string {
  if (error.codesPaused) return "Authenticator codes are paused for this account. Use a recovery code or a passkey.";
  if (error.attemptsLeft !== undefined) {
    return `${message} ${error.attemptsLeft} ${error.attemptsLeft === 1 ? "try" : "tries"} left.`;
  }
  if (error.planLimit) {
    const { plan, quota, max } = error.planLimit;
    return `The plan ${plan} allows ${max} ${quotaNames[quota]}.`;
  }
  if (error.decided) {
    const { status, by, at } = error.decided;
    return `${message} It is ${status}${by ? `, by ${by}` : ""}${at ? `, since ${at.toISOString()}` : ""}.`;
  }
  if (error.changed) {
    const { kind, by, at } = error.changed;
    return `${message} Last change: ${kind}, by ${by || "the applicant"}, at ${at.toISOString()}.`;
  }
  return message;
}
