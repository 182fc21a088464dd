/** `skipped`: doesn't apply, or couldn't be checked. */
export type FindingState = "ok" | "warning" | "failure" | "skipped";

/** Texts: messages/<language>/findings.json. */
export const findingStates = {
  browser_needed: "skipped",
  request_needed: "skipped",
  database_needed: "skipped",

  address_matches: "ok",
  address_alias: "warning",
  address_scheme: "failure",
  address_host: "failure",
  address_port: "failure",

  cookies_host_bound: "ok",
  cookies_local: "ok",
  cookies_in_clear: "warning",
  cookies_page_insecure: "failure",
  cookies_blocked: "failure",

  origins_known: "ok",
  origin_refused: "failure",

  proxy_none: "ok",
  proxy_right: "ok",
  proxy_claim_ignored: "ok",
  proxy_unknown: "warning",
  proxy_bypassed: "warning",
  proxy_longer: "warning",
  proxy_spoofable: "failure",

  https_on: "ok",
  https_local: "skipped",
  https_off: "warning",
  https_lost: "failure",

  database_ok: "ok",
  database_slow: "warning",
  database_old: "failure",
  database_away: "failure",
  database_read_only: "failure",
  database_pooled: "failure",
  database_zone: "failure",

  migrations_done: "ok",
  migrations_unknown: "warning",
  migrations_pending: "failure",
  migrations_failed: "failure",

  extensions_present: "ok",
  extensions_missing: "failure",

  connections_enough: "ok",
  connections_scarce: "warning",
  pool_exhausted: "warning",
  pool_too_large: "failure",

  storage_own: "ok",
  storage_local: "ok",
  storage_embedded: "warning",

  clocks_agree: "ok",
  clock_of_browser: "warning",
  clock_of_database: "failure",

  redis_unused: "skipped",
  redis_up: "ok",
  redis_down: "warning",

  limits_usual: "ok",
  limits_scaled: "warning",

  mail_resend: "ok",
  mail_smtp: "ok",
  mail_kept_local: "skipped",
  mail_sender_local: "warning",
  mail_resend_key: "failure",
  mail_smtp_refused: "failure",
  mail_kept: "failure",
  mail_kept_open: "failure",

  queue_flows: "ok",
  queue_failures: "warning",
  queue_stuck: "failure",

  worker_off: "skipped",
  worker_starting: "skipped",
  worker_alive: "ok",
  worker_gave_up: "warning",
  worker_behind: "warning",
  worker_silent: "failure",

  secret_generated: "ok",
  secret_strong: "ok",
  secret_missing: "skipped",
  secret_weak: "warning",
  secret_placeholder: "failure",
  secret_exposed: "failure",

  rotation_none: "skipped",
  rotation_running: "ok",
  rotation_same: "warning",

  keys_work: "ok",
  keys_other: "failure",
  keys_lost: "failure",
  keys_broken: "failure",

  admins_several: "ok",
  admins_one: "warning",
  admins_none: "failure",

  second_factors_on: "ok",
  second_factors_missing: "warning",
  second_factors_due: "warning",

  node_current: "ok",
  node_development: "warning",
  node_ended: "warning",
  node_unsupported: "failure",

  disk_enough: "ok",
  disk_low: "warning",
  disk_full: "failure",
  disk_read_only: "failure",
} as const satisfies Record<string, FindingState>;

export type FindingCode = keyof typeof findingStates;

export type FindingValues = Record<string, string | number | Date>;

/** Never contains a secret. */
export interface Outcome {
  code: FindingCode;
  values: FindingValues;
}

export function found(code: FindingCode, values: FindingValues = {}): Outcome {
  return { code, values };
}

export interface FindingWords {
  title: string;
  seen: string;
  /** Empty: nothing to do. */
  advice: string;
}
