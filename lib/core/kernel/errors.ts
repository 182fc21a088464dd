/** Mapped to HTTP by each API. */
export type ErrorKind =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "rate_limited"
  | "unavailable";

/** A new kind breaks the build until each API maps it. */
export const errorKinds = {
  validation_failed: "invalid_input",
  password_rejected: "invalid_input",
  mfa_code_invalid: "invalid_input",
  email_unchanged: "invalid_input",
  passkey_rejected: "invalid_input",
  confirmation_wrong: "invalid_input",

  unauthenticated: "unauthenticated",
  invalid_credentials: "unauthenticated",
  login_code_invalid: "unauthenticated",
  mfa_ticket_invalid: "unauthenticated",
  refresh_token_invalid: "unauthenticated",
  refresh_token_reused: "unauthenticated",
  session_renewed: "unauthenticated",
  sso_refused: "unauthenticated",
  sso_not_fresh: "unauthenticated",
  login_code_required: "unauthenticated",

  registration_requires_approval: "forbidden",
  email_not_verified: "forbidden",
  account_deactivated: "forbidden",
  admin_required: "forbidden",
  step_up_required: "forbidden",
  second_factor_required: "forbidden",
  mfa_setup_required: "forbidden",
  setup_token_invalid: "forbidden",
  owner_required: "forbidden",
  api_key_not_allowed: "forbidden",
  signup_closed: "forbidden",
  setup_required: "forbidden",
  own_request: "forbidden",
  own_account: "forbidden",

  not_found: "not_found",
  session_not_found: "not_found",
  passkey_not_found: "not_found",
  identity_not_found: "not_found",
  member_not_found: "not_found",
  invitation_not_found: "not_found",
  user_not_found: "not_found",
  api_key_not_found: "not_found",
  project_not_found: "not_found",
  tenant_not_found: "not_found",
  join_request_not_found: "not_found",
  domain_not_found: "not_found",

  already_set_up: "conflict",
  email_taken: "conflict",
  mfa_already_enabled: "conflict",
  mfa_not_enabled: "conflict",
  mfa_not_set_up: "conflict",
  mfa_required: "conflict",
  request_already_decided: "conflict",
  request_changed: "conflict",
  too_many_passkeys: "conflict",
  identity_taken: "conflict",
  last_way_in: "conflict",
  already_member: "conflict",
  last_owner: "conflict",
  last_admin: "conflict",
  mfa_reset_pending: "conflict",
  mfa_reset_not_pending: "conflict",
  deletion_not_scheduled: "conflict",
  slug_taken: "conflict",
  too_many_api_keys: "conflict",
  undo_over: "conflict",
  undo_open: "conflict",
  second_approval_needed: "conflict",
  mail_not_failed: "conflict",
  mail_not_waiting: "conflict",
  mail_not_cancellable: "conflict",
  mail_run_out: "conflict",
  too_many_webhooks: "conflict",
  delivery_under_way: "conflict",
  email_already_verified: "conflict",
  plan_limit_reached: "conflict",

  token_invalid: "gone",

  rate_limited: "rate_limited",
  overloaded: "unavailable",
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;
