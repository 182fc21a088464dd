import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import type { Database } from "@/lib/core/database";

interface PoolOptions {
  url: string;
  /** Connections at most. */
  max: number;
  /** Milliseconds that an answer may take; more than the server's own limit on a statement. */
  patience?: number;
  /** Told of connections that break while idle; without a listener that would end the process. */
  onIdleError: (error: Error) => void;
}

/** One pool serves Prisma, the limits and the job queue. Every wait has an end: pg's defaults have none. */
export function createPool({ url, max, onIdleError, patience = 17_000 }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    // For a server that does not even say that it gave up.
    query_timeout: patience,
    idle_in_transaction_session_timeout: 15_000,
    application_name: "foyer",
    // Prisma's adapter writes times without a zone: the session has to read them as UTC, wherever the server stands.
    options: "-c TimeZone=UTC",
  });
  pool.on("error", onIdleError);
  // A connection that breaks while it is used tells its user; it must not end the process as well.
  pool.on("connect", (client) => client.on("error", () => undefined));
  // pg leaves a connection whose answer did not come in time in use; the next user would wait behind that answer.
  pool.on("release", (_error, client) => {
    if (isOwedAnAnswer(client)) void client.end();
  });
  return pool;
}

/** pg says so by a property that its types do not have. */
function isOwedAnAnswer(client: object): boolean {
  return Reflect.get(client, "readyForQuery") === false;
}

export function createDatabase(pool: pg.Pool): Database {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: false, statementNameGenerator: ({ sql }) => nameOf(sql) }),
    transactionOptions: { maxWait: 5_000, timeout: 10_000 },
    errorFormat: "minimal",
  });
}

/**
 * SQL that begins so is parsed and planned once for each connection. For statements of the hot paths that find their
 * rows by key, and whose text is always the same; the best plan of a list depends on what is looked for.
 */
const mark = "/* prepared */";
const names = new Map<string, string>();

/** The empty name is PostgreSQL's for a statement that is forgotten afterwards. */
function nameOf(sql: string): string {
  if (!sql.startsWith(mark)) return "";
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `foyer-${createHash("sha256").update(sql).digest("hex").slice(0, 32)}`;
  names.set(sql, name);
  return name;
}
