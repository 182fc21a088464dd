import type pg from "pg";
import type { ContentFacts, DatabaseAway, DatabaseFacts } from "@/lib/core/kernel/diagnostics-input";
import type { Secrets } from "@/lib/core/kernel/ports";
import { isNotedUnder } from "@/lib/core/key-rotation/check-key";
import { listMigrations } from "../database/migrate";
import { createSecrets } from "../secrets";
import { reasonOf } from "./reason";

/** Created by the migrations. */
const neededExtensions = ["pg_trgm"];

interface Options {
  poolMax: number;
  secrets: Secrets;
  previous: string | null;
}

export async function readDatabase(
  pool: pg.Pool | { reason: string },
  options: Options,
): Promise<DatabaseFacts | DatabaseAway> {
  if ("reason" in pool) return { isReachable: false, reason: pool.reason };
  // Read before the doctor takes a connection.
  const poolWaiting = pool.waitingCount;
  try {
    const client = await pool.connect();
    try {
      return { ...(await read(client, poolWaiting, options)), keepsSessions: await keepsSessions(pool, client) };
    } finally {
      client.release();
    }
  } catch (thrown) {
    return { isReachable: false, reason: reasonOf(thrown) };
  }
}

/** Poolers in transaction mode share server connections. */
async function keepsSessions(pool: pg.Pool, client: pg.PoolClient): Promise<boolean | null> {
  const backendOf = async (asked: pg.PoolClient) =>
    (await asked.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
  try {
    const other = await pool.connect();
    try {
      return (await backendOf(client)) !== (await backendOf(other));
    } finally {
      other.release();
    }
  } catch {
    return null;
  }
}

async function read(
  client: pg.PoolClient,
  poolWaiting: number,
  options: Options,
): Promise<Omit<DatabaseFacts, "keepsSessions">> {
  await client.query("SELECT 1");
  const startedAt = Date.now();
  const { rows } = await client.query<{
    now: Date;
    writes: boolean;
    zone: string;
    version: string;
    number: number;
    used: number;
    allowed: number;
  }>(`
    SELECT clock_timestamp() AS now,
      current_setting('transaction_read_only') = 'off' AS writes,
      current_setting('TimeZone') AS zone,
      split_part(current_setting('server_version'), ' ', 1) AS version,
      current_setting('server_version_num')::int AS number,
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS allowed`);
  const milliseconds = Date.now() - startedAt;
  const [row] = rows;
  if (!row) throw new Error("The database answered nothing");
  const migrations = await readMigrations(client);
  return {
    isReachable: true,
    version: row.version,
    versionNumber: row.number,
    milliseconds,
    takesWrites: row.writes,
    timeZone: row.zone,
    clockAheadMilliseconds: Math.round(row.now.getTime() - (startedAt + milliseconds / 2)),
    migrations,
    missingExtensions: await missingExtensions(client),
    connections: { used: row.used, allowed: row.allowed, poolMax: options.poolMax, poolWaiting },
    content: migrations.pending.length === 0 ? await readContent(client, options) : null,
  };
}

async function readMigrations(client: pg.PoolClient): Promise<DatabaseFacts["migrations"]> {
  const known = listMigrations();
  const { rows: tables } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "isThere"`,
  );
  if (!tables[0]?.isThere) return { applied: 0, pending: known, unknown: [], failed: [] };
  const { rows } = await client.query<{ name: string; isFinished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS "isFinished" FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  const finished = new Set(rows.filter(({ isFinished }) => isFinished).map(({ name }) => name));
  return {
    applied: finished.size,
    pending: known.filter((name) => !finished.has(name)),
    unknown: [...finished].filter((name) => !known.includes(name)),
    failed: rows.filter(({ isFinished, name }) => !isFinished && !finished.has(name)).map(({ name }) => name),
  };
}

async function missingExtensions(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("SELECT extname AS name FROM pg_extension");
  return neededExtensions.filter((needed) => !rows.some(({ name }) => name === needed));
}

async function readContent(client: pg.PoolClient, options: Options): Promise<ContentFacts> {
  const { rows: mails } = await client.query<{
    waiting: number;
    since: Date | null;
    failed: number;
    sent: Date | null;
  }>(`
    SELECT count(*) FILTER (WHERE state = 'QUEUED' AND coalesce(send_after, created_at) <= now())::int AS waiting,
      min(coalesce(send_after, created_at)) FILTER (WHERE state = 'QUEUED' AND coalesce(send_after, created_at) <= now()) AS since,
      count(*) FILTER (WHERE state = 'FAILED' AND created_at > now() - interval '1 day')::int AS failed,
      (SELECT sent_at FROM mails WHERE state = 'SENT' ORDER BY created_at DESC, id DESC LIMIT 1) AS sent
    FROM mails WHERE state IN ('QUEUED', 'FAILED')`);
  const { rows: failures } = await client.query<{ at: Date; reason: string }>(`
    SELECT created_at AS at, last_error AS reason FROM mails
    WHERE state IN ('QUEUED', 'FAILED') AND last_error IS NOT NULL ORDER BY created_at DESC LIMIT 1`);
  const { rows: jobs } = await client.query<{ due: number; since: Date | null; lost: number; round: Date | null }>(`
    SELECT count(*) FILTER (WHERE attempts < max_attempts AND run_at <= now() AND locked_at IS NULL)::int AS due,
      min(run_at) FILTER (WHERE attempts < max_attempts AND run_at <= now() AND locked_at IS NULL) AS since,
      count(*) FILTER (WHERE attempts >= max_attempts)::int AS lost,
      (SELECT max(last_execution) FROM graphile_worker._private_known_crontabs) AS round
    FROM graphile_worker.jobs`);
  const { rows: admins } = await client.query<{ active: number; unprotected: number; required: boolean }>(`
    SELECT count(*)::int AS active,
      count(*) FILTER (WHERE NOT EXISTS (SELECT FROM totp_credentials t WHERE t.user_id = u.id)
        AND NOT EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id))::int AS unprotected,
      -- By its name in a document, because the column is missing while its migration waits.
      (SELECT to_jsonb(s) ->> 'mfa_admins_since' FROM settings s WHERE id = 1) IS NOT NULL AS required
    FROM users u WHERE is_admin AND deactivated_at IS NULL`);
  const [mail, [failure], [job], [admin]] = [mails[0], failures, jobs, admins];
  return {
    mails: {
      waiting: mail?.waiting ?? 0,
      oldestWaitingSince: mail?.since ?? null,
      failedInLastDay: mail?.failed ?? 0,
      lastSentAt: mail?.sent ?? null,
      lastFailure: failure ? { at: failure.at, reason: reasonOf(failure.reason) } : null,
    },
    jobs: {
      due: job?.due ?? 0,
      oldestDueSince: job?.since ?? null,
      givenUp: job?.lost ?? 0,
      lastRoundAt: job?.round ?? null,
    },
    admins: {
      active: admin?.active ?? 0,
      withoutSecondFactor: admin?.unprotected ?? 0,
      ...(admin?.required ? { isSecondFactorRequired: true } : {}),
    },
    isOfOurSecret: await isOfOurSecret(client, options),
    sealed: await countSealed(client, options),
  };
}

async function isOfOurSecret(client: pg.PoolClient, { secrets }: Options): Promise<boolean> {
  const { rows } = await client.query<{ mac: string }>("SELECT mac FROM key_checks");
  return rows.every(({ mac }) => isNotedUnder(secrets, mac));
}

/** A sealed value begins with its key's id. */
async function countSealed(client: pg.PoolClient, { secrets, previous }: Options): Promise<ContentFacts["sealed"]> {
  const idOf = (of: Secrets) => of.seal("doctor", "", "doctor").split(".", 1)[0] ?? "";
  const present = idOf(secrets);
  const earlier = previous === null ? null : idOf(createSecrets({ secret: previous, previous: null }));
  const { rows } = await client.query<{ key: string; count: number }>(`
    SELECT split_part(value, '.', 1) AS key, count(*)::int AS count FROM (
      SELECT sealed_secret AS value FROM totp_credentials
      UNION ALL SELECT sealed_payload FROM mails WHERE state = 'QUEUED' AND sealed_payload IS NOT NULL
      UNION ALL SELECT sealed_secret FROM webhooks
    ) AS sealed GROUP BY 1`);
  const sum = (isIt: (key: string) => boolean) =>
    rows.filter(({ key }) => isIt(key)).reduce((total, { count }) => total + count, 0);
  return {
    present: sum((key) => key === present),
    previous: sum((key) => key !== present && key === earlier),
    unknown: sum((key) => key !== present && key !== earlier),
  };
}
