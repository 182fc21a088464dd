import pg from "pg";
import { BadEnvironment } from "../env";

interface ConnectionOptions {
  url: string;
  /** Settings of the session, on top of and instead of the usual ones. */
  settings?: Record<string, string>;
  /** True: a server that only reads will do. Otherwise connecting to one fails with SQLSTATE 25006. */
  mayBeReadOnly?: boolean;
}

interface PoolOptions extends ConnectionOptions {
  /** Connections at most. */
  max: number;
  /** Milliseconds that an answer may take; more than the server's own limit on a statement. 0: for ever. */
  patience?: number;
  /** While it says true, connecting fails as to a database that starts up (SQLSTATE 57P03). */
  isClosed?: () => boolean;
  /** Told of connections that break while idle; without a listener that would end the process. */
  onIdleError: (error: Error) => void;
}

interface ClientOptions extends ConnectionOptions {
  /** What pg_stat_activity calls it. */
  name?: string;
  /** Milliseconds that connecting may take. */
  connectMilliseconds?: number;
}

const usualSettings = {
  // Prisma's adapter writes times without a zone: the session has to read them as UTC, wherever the server stands.
  TimeZone: "UTC",
  statement_timeout: "15s",
  idle_in_transaction_session_timeout: "15s",
};

/** SQLSTATE read_only_sql_transaction. */
export const readOnlyState = "25006";

/** One pool serves Prisma, the limits and the job queue. Every wait has an end: pg's defaults have none. */
export function createPool({ isClosed, max, onIdleError, patience = 17_000, ...options }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: accepted(options.url),
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // For a server that does not even say that it gave up.
    query_timeout: patience,
    application_name: "foyer",
    // The pool waits for it, and ends the connection when it throws.
    onConnect: async (client) => {
      if (isClosed?.()) throw errorOf("57P03", "the database is being prepared");
      await beginSession(client, options);
    },
  });
  const retired = new WeakSet<object>();
  pool.on("error", onIdleError);
  pool.on("connect", (client) => {
    // A connection that breaks while it is used tells its user; it must not end the process as well.
    client.on("error", () => undefined);
    client.connection.on("errorMessage", ({ code }: { code?: string }) => {
      if (code !== readOnlyState) return;
      retired.add(client);
      retireIdle(pool);
    });
  });
  // pg leaves a connection whose answer did not come in time in use; the next user would wait behind that answer.
  pool.on("release", (_error, client) => {
    if (isOwedAnAnswer(client) || retired.has(client)) void client.end();
  });
  return pool;
}

/** One connection beside the pools, its caller's to end. Without limits on statements unless `settings` say so. */
export async function openClient({
  connectMilliseconds = 10_000,
  name = "foyer",
  settings,
  ...options
}: ClientOptions): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: accepted(options.url),
    connectionTimeoutMillis: connectMilliseconds,
    application_name: name,
    keepAlive: true,
  });
  // A connection that breaks makes the next statement throw; it must not end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await beginSession(client, { ...options, settings: { ...withoutLimits, ...settings } });
    return client;
  } catch (thrown) {
    await client.end();
    throw thrown;
  }
}

/** For work that takes as long as it takes. */
export const withoutLimits = { statement_timeout: "0", idle_in_transaction_session_timeout: "0" };

/**
 * By SQL and not as startup parameters: an `options=` in the URL replaces those, and PgBouncer refuses or forgets them.
 */
async function beginSession(client: pg.ClientBase, { mayBeReadOnly, settings }: ConnectionOptions): Promise<void> {
  const wanted = Object.entries({ ...usualSettings, ...settings });
  const calls = wanted.map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ readOnly: string }>(
    `SELECT current_setting('transaction_read_only') AS "readOnly", ${calls.join(", ")}`,
  );
  if (rows[0]?.readOnly === "on" && !mayBeReadOnly) throw errorOf(readOnlyState, "the database is read-only");
}

/** As the server itself says it, so that both are understood in the same way. */
function errorOf(code: string, message: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, 0, "error"), { code, severity: "FATAL" });
}

/** What was connected to a server that only reads now would go on reading what is out of date. */
function retireIdle(pool: pg.Pool): void {
  for (let idle = pool.idleCount; idle > 0; idle -= 1) {
    pool.connect().then(
      (client) => client.release(true),
      () => undefined,
    );
  }
}

/** Foyer's tables are in `public`. Throws BadEnvironment for an URL that means another place. */
function accepted(url: string): string {
  const { searchParams } = new URL(url);
  if (searchParams.has("schema")) {
    throw new BadEnvironment(
      "Configuration: DATABASE_URL: ?schema= isn't supported. Foyer uses the schema public; give it a database of its own",
    );
  }
  if (/search_path/i.test(searchParams.toString())) {
    throw new BadEnvironment(
      "Configuration: DATABASE_URL: search_path isn't supported. Foyer uses the schema public; give it a database of its own",
    );
  }
  return url;
}

/** pg says so by a property that its types do not have. */
function isOwedAnAnswer(client: object): boolean {
  return Reflect.get(client, "readyForQuery") === false;
}
