import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { CannotStart } from "../cannot-start";
import { openClient } from "../database/connections";
import { ownerLock } from "../database/earlier-version";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../database/embedded";

interface Options {
  dataDir: string;
  log: (line: string) => void;
  /** For what somebody has to mend; `log` where there is none. */
  complain?: (line: string) => void;
}

/**
 * The embedded PostgreSQL, kept running: if it dies it is started again, where it was, and the pool reconnects.
 * One process owns a data directory at a time; the lock is a database connection, so nothing can be left behind.
 * Throws CannotStart; nothing that it started runs on then.
 */
export async function ownEmbeddedDatabase(options: Options): Promise<{ url: string; stop(): Promise<void> }> {
  const complain = options.complain ?? options.log;
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(options);
  const { address, url } = postgres;
  let owner = await takeOwnership(url).catch(async (thrown: unknown) => {
    if (!postgres.wasRunning) await postgres.stop();
    throw thrown;
  });
  const stopping = new AbortController();
  let restarting = Promise.resolve();

  const watch = () => {
    owner.once("end", () => {
      if (!stopping.signal.aborted) restarting = restart();
    });
  };
  const restart = async () => {
    options.log("The database went away; starting it again.");
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        postgres = await startEmbeddedPostgres({ ...options, address });
        owner = await takeOwnership(postgres.url);
        watch();
        return options.log("The database is back.");
      } catch (thrown) {
        if (stopping.signal.aborted) return;
        complain(`The database did not start: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
        await pause(Math.min(attempt, 10) * 1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  watch();

  return {
    url,
    async stop() {
      stopping.abort();
      await restarting;
      // Its connection may be lost already.
      await owner.end().catch(() => undefined);
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
