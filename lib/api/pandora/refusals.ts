import type { ApiError, ApiErrorCode } from "@/lib/api/http/transport-errors";

export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 429 | 500 | 503;

interface Refusal {
  status: RefusalStatus;
  error: string;
}

const as = (status: RefusalStatus, error: string): Refusal => ({ status, error });

/**
 * The document's five codes, and our own words where it is silent. Total by the compiler: a new code cannot be
 * forgotten, though most are never said here.
 */
const words: Record<ApiErrorCode, Refusal> = {
  setup_required: as(403, "setup_required"),
  already_set_up: as(409, "already_setup"),
  invalid_credentials: as(401, "invalid_credentials"),
  unauthenticated: as(401, "unauthorized"),
  refresh_token_invalid: as(401, "unauthorized"),
  refresh_token_reused: as(401, "unauthorized"),
  session_renewed: as(401, "unauthorized"),
  session_not_found: as(404, "session_not_found"),

  login_code_required: as(401, "mfa_required"),
  login_code_invalid: as(401, "mfa_code_invalid"),
  setup_token_invalid: as(403, "setup_token_invalid"),
  validation_failed: as(400, "validation_failed"),
  password_rejected: as(400, "password_rejected"),
  email_not_verified: as(403, "email_not_verified"),
  account_deactivated: as(403, "account_deactivated"),
  rate_limited: as(429, "rate_limited"),
  overloaded: as(503, "unavailable"),

  unsupported_media_type: as(415, "unsupported_media_type"),
  body_too_large: as(413, "body_too_large"),
  body_too_slow: as(408, "body_too_slow"),
  csrf_header_required: as(403, "forbidden"),
  origin_rejected: as(403, "forbidden"),
  route_not_found: as(404, "not_found"),
  method_not_allowed: as(405, "method_not_allowed"),
  database_unavailable: as(503, "unavailable"),
  internal: as(500, "internal_error"),

  mfa_code_invalid: as(400, "mfa_code_invalid"),
  mfa_ticket_invalid: as(401, "unauthorized"),
  mfa_already_enabled: as(409, "mfa_already_enabled"),
  mfa_not_enabled: as(409, "mfa_not_enabled"),
  mfa_not_set_up: as(409, "mfa_not_set_up"),
  mfa_reset_pending: as(409, "mfa_reset_pending"),
  mfa_reset_not_pending: as(409, "mfa_reset_not_pending"),
  email_unchanged: as(400, "email_unchanged"),
  email_taken: as(409, "email_taken"),
  passkey_rejected: as(400, "passkey_rejected"),
  confirmation_wrong: as(400, "confirmation_wrong"),
  token_invalid: as(400, "token_invalid"),
  sso_refused: as(401, "unauthorized"),
  sso_not_fresh: as(401, "unauthorized"),
  registration_requires_approval: as(403, "forbidden"),
  admin_required: as(403, "forbidden"),
  owner_required: as(403, "forbidden"),
  mfa_setup_required: as(403, "mfa_setup_required"),
  mfa_required: as(409, "mfa_mandatory"),
  step_up_required: as(403, "step_up_required"),
  second_factor_required: as(403, "step_up_required"),
  api_key_not_allowed: as(403, "forbidden"),
  signup_closed: as(403, "forbidden"),
  own_account: as(403, "forbidden"),
  not_found: as(404, "not_found"),
  passkey_not_found: as(404, "not_found"),
  identity_not_found: as(404, "not_found"),
  member_not_found: as(404, "not_found"),
  invitation_not_found: as(404, "not_found"),
  user_not_found: as(404, "not_found"),
  api_key_not_found: as(404, "not_found"),
  project_not_found: as(404, "not_found"),
  tenant_not_found: as(404, "not_found"),
  join_request_not_found: as(404, "not_found"),
  domain_not_found: as(404, "not_found"),
  request_already_decided: as(409, "request_already_decided"),
  request_changed: as(409, "request_changed"),
  undo_open: as(409, "undo_open"),
  undo_over: as(409, "undo_over"),
  own_request: as(403, "forbidden"),
  second_approval_needed: as(409, "second_approval_needed"),
  too_many_passkeys: as(409, "too_many_passkeys"),
  too_many_api_keys: as(409, "too_many_api_keys"),
  mail_not_failed: as(409, "mail_not_failed"),
  mail_not_waiting: as(409, "mail_not_waiting"),
  mail_not_cancellable: as(409, "mail_not_cancellable"),
  mail_run_out: as(409, "mail_run_out"),
  too_many_webhooks: as(409, "too_many_webhooks"),
  delivery_under_way: as(409, "delivery_under_way"),
  identity_taken: as(409, "identity_taken"),
  last_way_in: as(409, "last_way_in"),
  already_member: as(409, "already_member"),
  last_owner: as(409, "last_owner"),
  last_admin: as(409, "last_admin"),
  deletion_not_scheduled: as(409, "deletion_not_scheduled"),
  slug_taken: as(409, "slug_taken"),
  email_already_verified: as(409, "email_already_verified"),
  plan_limit_reached: as(409, "plan_limit_reached"),
};

/** Status and code of a refusal. A refresh without its token is the one missing field that the document names. */
export function refusalOf({ code, fieldErrors }: ApiError): Refusal {
  const isTokenMissing = code === "validation_failed" && fieldErrors?.refreshToken?.includes("required");
  return isTokenMissing ? as(400, "refresh_token_required") : words[code];
}

/** The documented envelope: a code and nothing else. */
export function refuseInWords(error: ApiError): { status: RefusalStatus; body: { error: string } } {
  const { status, error: word } = refusalOf(error);
  return { status, body: { error: word } };
}
