import { CannotStart } from "../cannot-start";
import { openClient } from "./connections";
import { listMigrations, migrate, pendingMigrations } from "./migrate";

/** Throws CannotStart for a database of another version. Migrates an empty one. */
export async function requireMigrated(url: string, signal: AbortSignal): Promise<void> {
  const client = await openClient({ url, connectMilliseconds: 5_000 });
  try {
    const { rows } = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists",
    );
    if (!rows[0]?.exists) {
      await migrate(url, { signal });
      return;
    }
    const [missing] = await pendingMigrations(client);
    if (missing) {
      throw new CannotStart(
        `The database is older than this version of Foyer: it doesn't have the migration ${missing}. Nothing was changed. Run "npm run migrate", or restart the server with this version.`,
      );
    }
    const { rows: later } = await client.query<{ name: string }>(
      "SELECT migration_name AS name FROM public._prisma_migrations WHERE migration_name <> ALL ($1) ORDER BY 1 LIMIT 1",
      [listMigrations()],
    );
    if (later[0]) {
      throw new CannotStart(
        `The database is newer than this version of Foyer: it has the migration ${later[0].name}. Nothing was changed. Run this with the version that the server has.`,
      );
    }
  } finally {
    await client.end();
  }
}
