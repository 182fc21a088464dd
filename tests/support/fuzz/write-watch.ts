import type pg from "pg";

/** What a rejected request may write, by table. Everything else must stay the same, to the last column. */
const mayChange: Record<string, { columns?: string[]; rows?: string; all?: true }> = {
  attempt_budgets: { all: true },
  rate_limits: { all: true },
  login_tickets: { columns: ["attempts_left"] },
  passkey_challenges: { columns: ["used_at"] },
  sessions: { columns: ["last_seen_at"] },
  api_keys: { columns: ["last_used_at", "last_used_ip"] },
  known_devices: { columns: ["last_seen_at"] },
  audit_events: { rows: "action IN ('login.failed', 'login.mfa_failed', 'attempt.failed', 'api_key.used')" },
  mails: { rows: "template IN ('sign-in-paused', 'attempts-failed', 'second-factor-paused')" },
  one_time_tokens: { rows: "purpose IN ('SIGN_IN', 'ALARM')" },
};

/** Detects writes cheaply: a statement without a transaction id has written nothing. */
export class WriteWatch {
  #query: string | undefined;
  #xid = "";
  #digest = new Map<string, string>();

  constructor(private readonly pool: pg.Pool) {}

  /** Tables that changed since the last call, apart from `mayChange`. */
  async changed(): Promise<string[]> {
    const { rows } = await this.pool.query<{ xid: string }>(
      "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid",
    );
    const xid = rows[0]?.xid ?? "";
    if (xid === this.#xid) return [];
    this.#xid = xid;
    const before = this.#digest;
    this.#digest = await this.#read();
    return [...this.#digest].filter(([name, digest]) => before.get(name) !== digest).map(([name]) => name);
  }

  async #read(): Promise<Map<string, string>> {
    this.#query ??= await this.#queryOfAllTables();
    const { rows } = await this.pool.query<{ name: string; digest: string }>(this.#query);
    return new Map(rows.map(({ digest, name }) => [name, digest]));
  }

  async #queryOfAllTables(): Promise<string> {
    const { rows } = await this.pool.query<{ schema: string; name: string }>(`
      SELECT schemaname AS schema, tablename AS name FROM pg_tables
      WHERE (schemaname = 'public' AND tablename <> '_prisma_migrations')
         OR (schemaname = 'graphile_worker' AND tablename = '_private_jobs')`);
    return rows
      .filter(({ name }) => !mayChange[name]?.all)
      .map(({ name, schema }) => {
        const { columns = [], rows: excepted = "false" } = mayChange[name] ?? {};
        const row = columns.reduce((left, column) => `${left} - '${column}'`, "to_jsonb(one)");
        return `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended((${row})::text, 0)), 0) AS digest
          FROM ${schema}."${name}" one WHERE NOT (${excepted})`;
      })
      .join(" UNION ALL ");
  }
}
