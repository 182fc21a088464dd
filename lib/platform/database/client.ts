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

/** Marks SQL that is planned once for each connection, only for constant statements that find rows by key. */
const mark = "/* prepared */";
const names = new Map<string, string>();

/** PostgreSQL forgets statements with an empty name. */
function nameOf(sql: string): string {
  if (!sql.startsWith(mark)) return "";
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = `foyer-${createHash("sha256").update(sql).digest("hex").slice(0, 32)}`;
  names.set(sql, name);
  return name;
}
