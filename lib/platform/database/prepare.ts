import { join } from "node:path";
import type pg from "pg";
import { forRequest } from "@/lib/core/kernel/context";
import { checkKey } from "@/lib/core/key-rotation/check-key";
import type { App } from "../context";
import { readGenerated } from "../doctor/secret-facts";
import { BadEnvironment, type Env } from "../env";
import { createDatabase } from "./client";
import { createPool, openClient } from "./connections";
import { type MigrateOptions, migrate } from "./migrate";

/** Throws BadEnvironment for another secret's database. */
export async function prepareDatabase(app: App, options: MigrateOptions = {}): Promise<void> {
  await migrate(app.databaseUrl, options);
  await requireOwnSecret(app);
  app.gate.isOpen = true;
}

/** Throws BadEnvironment for another secret's database. */
export async function requireOwnSecret(app: App): Promise<void> {
  const pool = createPool({ url: app.databaseUrl, max: 1, onIdleError: () => undefined });
  const db = createDatabase(pool);
  try {
    const request = { ip: "", userAgent: "", requestId: crypto.randomUUID(), locale: "en" } as const;
    const key = await checkKey(forRequest({ ...app, db }, request));
    if (key === "other") throw new BadEnvironment(otherSecret);
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}

/** Throws BadEnvironment if a used database's AUTH_SECRET is missing. Run before `createApp`, which generates one. */
export async function refuseLostSecret(env: Env, databaseUrl: string): Promise<void> {
  if (env.AUTH_SECRET || readGenerated(env.DATA_DIR)) return;
  const client = await openClient({ url: databaseUrl, connectMilliseconds: 5_000, mayBeReadOnly: true });
  try {
    if (!(await wasUsed(client))) return;
  } finally {
    await client.end();
  }
  const path = join(env.DATA_DIR, "auth.secret");
  throw new BadEnvironment(
    `${path} is missing, and the database was used with the secret in it. Nothing was changed. Restore the file from a backup, or set AUTH_SECRET to the secret used before. If it's lost: npm run admin -- accept-new-secret`,
  );
}

/** Earlier versions didn't record their secret. */
async function wasUsed(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ migrated: boolean; notes: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS migrated, to_regclass('public.key_checks') IS NOT NULL AS notes",
  );
  const [found] = rows;
  if (!found?.notes) return found?.migrated === true;
  return (await client.query("SELECT FROM public.key_checks LIMIT 1")).rowCount !== 0;
}

const otherSecret =
  "AUTH_SECRET isn't the one this database was used with. Set the earlier one again (if it was generated, it's DATA_DIR/auth.secret). To change it, set the earlier one as AUTH_SECRET_PREVIOUS. If it's lost: npm run admin -- accept-new-secret";
