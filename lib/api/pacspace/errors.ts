import type { ImpliedCookieError } from "@/lib/api/http/api";
import { statusOf } from "@/lib/api/http/error-status";
import type { ErrorsOf } from "@/lib/api/http/route";
import { sentencesOf } from "@/lib/api/http/rule-sentences";
import type { ApiError } from "@/lib/api/http/transport-errors";
import type { adminSurface, authSurface } from "./endpoints";

/** Errors that only other APIs and pages return. */
type Elsewhere =
  | "confirmation_wrong"
  | "identity_taken"
  | "login_code_required"
  | "setup_required"
  | "signup_closed"
  | "sso_not_fresh"
  | "sso_refused";

type Routes = (typeof authSurface)["routes"] | (typeof adminSurface)["routes"];
type Reachable = Exclude<ErrorsOf<Routes>, Elsewhere> | ImpliedCookieError;

const messages = {
  validation_failed: { code: "VALIDATION_FAILED", message: "Some fields aren't valid." },
  password_rejected: { code: "PASSWORD_REJECTED", message: "This password isn't allowed. Choose a different one." },
  mfa_code_invalid: { code: "INVALID_MFA_CODE", message: "Incorrect code." },
  email_unchanged: { code: "EMAIL_UNCHANGED", message: "This is already your email address." },
  unauthenticated: { code: "UNAUTHENTICATED", message: "Sign in to continue." },
  invalid_credentials: { code: "INVALID_CREDENTIALS", message: "Incorrect credentials." },
  login_code_invalid: { code: "INVALID_MFA_CODE", message: "Incorrect code." },
  mfa_ticket_invalid: { code: "MFA_TICKET_INVALID", message: "This sign-in has expired. Start again." },
  refresh_token_invalid: { code: "REFRESH_TOKEN_INVALID", message: "Your session has expired. Sign in again." },
  refresh_token_reused: {
    code: "REFRESH_TOKEN_REUSED",
    message: "This refresh token was already used, so we ended the session. Sign in again.",
  },
  session_renewed: {
    code: "SESSION_RENEWED",
    message: "This session was renewed. Use the cookies from the response that renewed it.",
  },
  registration_requires_approval: {
    code: "REGISTRATION_REQUIRES_APPROVAL",
    message: "You need an approval token for this email address. Request access first.",
  },
  email_not_verified: { code: "EMAIL_NOT_VERIFIED", message: "Verify your email address first." },
  account_deactivated: { code: "ACCOUNT_DEACTIVATED", message: "This account is deactivated." },
  admin_required: { code: "FORBIDDEN", message: "Your console role doesn't allow this. Ask an admin." },
  mfa_setup_required: {
    code: "MFA_SETUP_REQUIRED",
    message: "Set up two-factor authentication to continue.",
  },
  mfa_required: {
    code: "MFA_REQUIRED",
    message: "Two-factor authentication is required for your account, so you can't turn it off.",
  },
  step_up_required: {
    code: "STEP_UP_REQUIRED",
    message: "Re-authenticate with POST /dashboard/auth/step-up, then try again.",
  },
  second_factor_required: { code: "STEP_UP_REQUIRED", message: "Enter a code, too." },
  setup_token_invalid: { code: "SETUP_TOKEN_INVALID", message: "The setup token is missing or incorrect." },
  not_found: { code: "NOT_FOUND", message: "Not found." },
  session_not_found: { code: "SESSION_NOT_FOUND", message: "Session not found." },
  already_set_up: { code: "ALREADY_SET_UP", message: "The first admin already exists." },
  email_taken: { code: "EMAIL_TAKEN", message: "This email address already has an account. Sign in." },
  mfa_already_enabled: { code: "MFA_ALREADY_ENABLED", message: "2FA is already on." },
  mfa_not_enabled: { code: "MFA_NOT_ENABLED", message: "2FA is off." },
  mfa_not_set_up: { code: "MFA_NOT_SET_UP", message: "Start 2FA setup first. Setup expires after 15 minutes." },
  request_already_decided: { code: "REQUEST_ALREADY_DECIDED", message: "This request was already decided." },
  undo_open: { code: "UNDO_OPEN", message: "This approval can still be undone. Try again in a few seconds." },
  undo_over: {
    code: "UNDO_OVER",
    message: "The time to undo is over. Revoke or reopen the request.",
  },
  own_request: { code: "OWN_REQUEST", message: "You can't approve a request from your own email address." },
  second_approval_needed: {
    code: "SECOND_APPROVAL_NEEDED",
    message: "You gave the first approval. Ask another reviewer for the second.",
  },
  request_changed: { code: "REQUEST_CHANGED", message: "This request has changed. Get it again." },
  token_invalid: {
    code: "TOKEN_INVALID",
    message: "This token is invalid, expired or already used. Request a new one.",
  },
  passkey_rejected: { code: "PASSKEY_REJECTED", message: "We couldn't verify this passkey. Start again." },
  owner_required: {
    code: "OWNER_REQUIRED",
    message: "Your role in the organization doesn't allow this. Ask an owner.",
  },
  passkey_not_found: { code: "PASSKEY_NOT_FOUND", message: "Passkey not found." },
  identity_not_found: { code: "IDENTITY_NOT_FOUND", message: "Connected account not found." },
  member_not_found: { code: "MEMBER_NOT_FOUND", message: "Member not found." },
  invitation_not_found: {
    code: "INVITATION_NOT_FOUND",
    message: "Invitation not found. It may have been accepted or revoked.",
  },
  user_not_found: { code: "USER_NOT_FOUND", message: "User not found." },
  too_many_passkeys: {
    code: "TOO_MANY_PASSKEYS",
    message: "You've reached the limit of 20 passkeys. Delete one first.",
  },
  last_way_in: { code: "LAST_WAY_IN", message: "This is your only way to sign in. Set a password first." },
  already_member: { code: "ALREADY_MEMBER", message: "This person is already a member." },
  last_owner: { code: "LAST_OWNER", message: "At least one owner is required. Transfer ownership first." },
  last_admin: { code: "LAST_ADMIN", message: "At least one admin is required. Promote someone else first." },
  mfa_reset_pending: { code: "MFA_RESET_PENDING", message: "A 2FA reset is already pending." },
  mfa_reset_not_pending: { code: "MFA_RESET_NOT_PENDING", message: "No 2FA reset is pending." },
  deletion_not_scheduled: { code: "DELETION_NOT_SCHEDULED", message: "This account isn't scheduled for deletion." },
  api_key_not_allowed: { code: "API_KEY_NOT_ALLOWED", message: "An API key can't do this. Sign in." },
  own_account: { code: "OWN_ACCOUNT", message: "You can't do this to your own account. Ask another admin." },
  api_key_not_found: { code: "API_KEY_NOT_FOUND", message: "API key not found." },
  project_not_found: { code: "PROJECT_NOT_FOUND", message: "Project not found." },
  tenant_not_found: { code: "TENANT_NOT_FOUND", message: "Organization not found." },
  join_request_not_found: { code: "JOIN_REQUEST_NOT_FOUND", message: "Join request not found." },
  domain_not_found: { code: "DOMAIN_NOT_FOUND", message: "Domain not found." },
  slug_taken: { code: "SLUG_TAKEN", message: "Another project uses this slug. Choose a different one." },
  too_many_api_keys: {
    code: "TOO_MANY_API_KEYS",
    message: "You've reached the limit of 50 API keys. Revoke one first.",
  },
  mail_not_failed: { code: "MAIL_NOT_FAILED", message: "Only failed emails can be resent." },
  mail_not_waiting: { code: "MAIL_NOT_WAITING", message: "Only queued emails can be canceled." },
  mail_not_cancellable: {
    code: "MAIL_NOT_CANCELLABLE",
    message: "Emails about changes to an account can't be canceled.",
  },
  mail_run_out: { code: "MAIL_RUN_OUT", message: "The link in this email has expired. Send a new one." },
  too_many_webhooks: {
    code: "TOO_MANY_WEBHOOKS",
    message: "You've reached the limit of 20 webhooks. Delete one first.",
  },
  delivery_under_way: { code: "DELIVERY_UNDER_WAY", message: "This delivery is already in progress." },
  email_already_verified: { code: "EMAIL_ALREADY_VERIFIED", message: "This email address is already verified." },
  plan_limit_reached: { code: "PLAN_LIMIT_REACHED", message: "You've reached your plan's limit." },
  rate_limited: { code: "RATE_LIMITED", message: "Too many attempts. Try again later." },
  overloaded: { code: "UNAVAILABLE", message: "The server is busy. Try again in a moment." },
  unsupported_media_type: {
    code: "UNSUPPORTED_MEDIA_TYPE",
    message: "Send the body as application/json in UTF-8, without a content encoding.",
  },
  body_too_large: { code: "BODY_TOO_LARGE", message: "The body is too large. The limit is 64 KiB." },
  body_too_slow: { code: "BODY_TOO_SLOW", message: "The body took too long. Send it within 10 seconds." },
  csrf_header_required: { code: "CSRF_HEADER_REQUIRED", message: "Send the header X-Pacspace-CSRF: 1." },
  origin_rejected: { code: "ORIGIN_REJECTED", message: "Requests from this origin aren't allowed." },
  route_not_found: { code: "NOT_FOUND", message: "Not found." },
  method_not_allowed: { code: "METHOD_NOT_ALLOWED", message: "This method isn't allowed for this path." },
  database_unavailable: { code: "UNAVAILABLE", message: "The service is unavailable. Try again in a moment." },
  internal: {
    code: "INTERNAL_ERROR",
    message: "Something went wrong. If it keeps happening, contact an admin with the request ID.",
  },
} as const satisfies Record<Reachable, { code: string; message: string }>;

export function errorOf(error: ApiError<Reachable>, requestId: string) {
  const { code, message } = messages[error.code];
  const body = {
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
  return { status: statusOf(error.code), name: code, body };
}

const quotaNames = { members: "members", projects: "projects", apiKeys: "API keys" } as const;

function detailed(message: string, error: ApiError): string {
  if (error.codesPaused) return "Authentication codes are paused for this account. Use a recovery code or a passkey.";
  if (error.attemptsLeft !== undefined) {
    return `${message} ${error.attemptsLeft} ${error.attemptsLeft === 1 ? "attempt" : "attempts"} left.`;
  }
  if (error.planLimit) {
    const { plan, quota, max } = error.planLimit;
    return `The ${plan} plan allows ${max} ${quotaNames[quota]}.`;
  }
  if (error.decided) {
    const { status, by, at } = error.decided;
    return `${message} Status: ${status}${by ? ` by ${by}` : ""}${at ? ` at ${at.toISOString()}` : ""}.`;
  }
  if (error.changed) {
    const { kind, by, at } = error.changed;
    return `${message} Last change: ${kind} by ${by || "the applicant"} at ${at.toISOString()}.`;
  }
  return message;
}
