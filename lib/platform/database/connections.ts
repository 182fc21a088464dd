import pg from "pg";
import { BadEnvironment } from "../env";

interface ConnectionOptions {
  url: string;
  /** Override the default settings of the session. */
  settings?: Record<string, string>;
  /** False: connecting to a read-only server fails with SQLSTATE 25006. */
  mayBeReadOnly?: boolean;
}

interface PoolOptions extends ConnectionOptions {
  max: number;
  /** Milliseconds, longer than statement_timeout. 0: no limit. */
  patience?: number;
  /** True: connecting fails with SQLSTATE 57P03. */
  isClosed?: () => boolean;
  /** Without a listener, the error would end the process. */
  onIdleError: (error: Error) => void;
}

interface ClientOptions extends ConnectionOptions {
  /** application_name in pg_stat_activity. */
  name?: string;
  connectMilliseconds?: number;
}

const usualSettings = {
  // Prisma's adapter writes times without a zone.
  TimeZone: "UTC",
  statement_timeout: "15s",
  idle_in_transaction_session_timeout: "15s",
};

/** SQLSTATE read_only_sql_transaction. */
export const readOnlyState = "25006";

/** pg has no timeouts by default. */
export function createPool({ isClosed, max, onIdleError, patience = 17_000, ...options }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: accepted(options.url),
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    // For a server that doesn't answer at all.
    query_timeout: patience,
    application_name: "foyer",
    // The pool closes the connection when it throws.
    onConnect: async (client) => {
      if (isClosed?.()) throw errorOf("57P03", "the database is being prepared");
      await beginSession(client, options);
    },
  });
  const retired = new WeakSet<object>();
  pool.on("error", onIdleError);
  pool.on("connect", (client) => {
    // Without a listener, the error would end the process.
    client.on("error", () => undefined);
    client.connection.on("errorMessage", ({ code }: { code?: string }) => {
      if (code !== readOnlyState) return;
      retired.add(client);
      retireIdle(pool);
    });
  });
  // pg reuses a connection whose answer timed out, and its next query would wait for that answer.
  pool.on("release", (_error, client) => {
    if (isOwedAnAnswer(client) || retired.has(client)) void client.end();
  });
  return pool;
}

/** The caller must end it. Has no statement timeout by default. */
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
  // Without a listener, the error would end the process.
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

export const withoutLimits = { statement_timeout: "0", idle_in_transaction_session_timeout: "0" };

/** Sent as SQL because `options=` in the URL replaces startup parameters and PgBouncer drops them. */
async function beginSession(client: pg.ClientBase, { mayBeReadOnly, settings }: ConnectionOptions): Promise<void> {
  const wanted = Object.entries({ ...usualSettings, ...settings });
  const calls = wanted.map(([name, value]) => `set_config('${name}', '${value}', false)`);
  const { rows } = await client.query<{ readOnly: string }>(
    `SELECT current_setting('transaction_read_only') AS "readOnly", ${calls.join(", ")}`,
  );
  if (rows[0]?.readOnly === "on" && !mayBeReadOnly) throw errorOf(readOnlyState, "the database is read-only");
}

/** Has the shape of a server's error. */
function errorOf(code: string, message: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError(message, 0, "error"), { code, severity: "FATAL" });
}

/** Connections to a server that became read-only would read stale data. */
function retireIdle(pool: pg.Pool): void {
  for (let idle = pool.idleCount; idle > 0; idle -= 1) {
    pool.connect().then(
      (client) => client.release(true),
      () => undefined,
    );
  }
}

/** Throws BadEnvironment for a URL with a schema other than `public`. */
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

/** pg's types omit this property. */
function isOwedAnAnswer(client: object): boolean {
  return Reflect.get(client, "readyForQuery") === false;
}
