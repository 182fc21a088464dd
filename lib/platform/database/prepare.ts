import { forRequest } from "@/lib/core/context";
import { checkKey } from "@/lib/core/key-rotation/check-key";
import type { App } from "../context";
import { BadEnvironment } from "../env";
import { createDatabase } from "./client";
import { createPool } from "./connections";
import { type MigrateOptions, migrate } from "./migrate";

/**
 * What has to hold before anything is done on this database: it is migrated, and it is one of this AUTH_SECRET. Opens
 * the app's pool then. Throws BadEnvironment for another secret's database, and what `migrate` throws.
 */
export async function prepareDatabase(app: App, options: MigrateOptions = {}): Promise<void> {
  await migrate(app.databaseUrl, options);
  await requireOwnSecret(app);
  app.gate.isOpen = true;
}

/** Throws BadEnvironment when the database was used with an AUTH_SECRET that is neither the present nor the previous. */
export async function requireOwnSecret(app: App): Promise<void> {
  // The app's own pool may be closed still.
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

const otherSecret =
  "AUTH_SECRET isn't the one this database was used with. Set the earlier one again (if it was generated, it's DATA_DIR/auth.secret). To change it, set the earlier one as AUTH_SECRET_PREVIOUS. If it's lost: npm run admin -- accept-new-secret";
