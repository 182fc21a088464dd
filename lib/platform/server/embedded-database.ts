import type pg from "pg";
import { CannotStart } from "../cannot-start";
import { openClient } from "../database/connections";
import { ownerLock } from "../database/earlier-version";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../database/embedded";

interface Options {
  dataDir: string;
  log: (line: string) => void;
}

/**
 * The embedded PostgreSQL, kept running: if it dies it is started again, where it was, and the pool reconnects.
 * One process owns a data directory at a time; the lock is a database connection, so nothing can be left behind.
 */
export async function ownEmbeddedDatabase(options: Options): Promise<{ url: string; stop(): Promise<void> }> {
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(options);
  let isStopping = false;
  let owner = await takeOwnership(postgres.url);
  const { address, url } = postgres;

  const watch = () => {
    owner.once("end", () => {
      if (!isStopping) void restart();
    });
  };
  const restart = async () => {
    options.log("The database went away; starting it again.");
    for (let attempt = 1; !isStopping; attempt += 1) {
      try {
        postgres = await startEmbeddedPostgres({ ...options, address });
        owner = await takeOwnership(postgres.url);
        options.log("The database is back.");
        return watch();
      } catch (thrown) {
        options.log(`The database did not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
        await new Promise((done) => setTimeout(done, Math.min(attempt, 10) * 1_000));
      }
    }
  };
  watch();

  return {
    url,
    async stop() {
      isStopping = true;
      await owner.end();
      await postgres.stop();
    },
  };
}

async function takeOwnership(url: string): Promise<pg.Client> {
  const client = await openClient({ url, name: "foyer owner" });
  // A process that was just killed may hold the lock for another moment.
  for (let attempt = 0; attempt < 25; attempt += 1) {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [ownerLock]);
    if (rows[0]?.taken) return client;
    await new Promise((done) => setTimeout(done, 200));
  }
  await client.end();
  throw new CannotStart("Foyer is already running on this data directory. Stop it, or set DATA_DIR to another one.");
}
