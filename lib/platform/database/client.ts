import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import type { Database } from "@/lib/core/kernel/database";

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
