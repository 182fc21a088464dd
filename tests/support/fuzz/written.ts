import type pg from "pg";

/**
 * What a refused request may write, by table: counters of failures, when somebody was last seen, and the traces of what was
 * refused. Everything else has to stay as it was, to the last column.
 */
const mayChange: Record<string, { columns?: string[]; rows?: string; all?: true }> = {
  // Failed attempts are counted.
  attempt_budgets: { all: true },
  rate_limits: { all: true },
  login_tickets: { columns: ["attempts_left"] },
  // An answer to a challenge spends it, right or wrong.
  passkey_challenges: { columns: ["used_at"] },
  // Whoever proves who they are was there, also when what they ask for is refused.
  sessions: { columns: ["last_seen_at"] },
  api_keys: { columns: ["last_used_at", "last_used_ip"] },
  known_devices: { columns: ["last_seen_at"] },
  audit_events: { rows: "action IN ('login.failed', 'login.mfa_failed', 'attempt.failed', 'api_key.used')" },
  // The owner hears of guesses, with a link.
  mails: { rows: "template IN ('sign-in-paused', 'attempts-failed', 'second-factor-paused')" },
  one_time_tokens: { rows: "purpose IN ('SIGN_IN', 'ALARM')" },
};

/** Looks whether anything was written, exactly and at little cost: what takes no transaction id has written nothing. */
export class WriteWatch {
  #query: string | undefined;
  #xid = "";
  #digest = new Map<string, string>();

  constructor(private readonly pool: pg.Pool) {}

  /** Tables that have changed since the last look, but for what a refused request may write. */
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
