import { setTimeout as pause } from "node:timers/promises";
import { becomeOwner } from "../database/cluster-users";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../database/embedded";

interface Options {
  dataDir: string;
  log: (line: string) => void;
  /** Default: `log`. */
  complain?: (line: string) => void;
  signal?: AbortSignal;
}

/** Restarts PostgreSQL if it dies. Throws CannotStart after undoing the start. */
export async function ownEmbeddedDatabase(options: Options): Promise<{ url: string; stop(): Promise<void> }> {
  const { signal, ...later } = options;
  const complain = options.complain ?? options.log;
  const open = async (how: Parameters<typeof startEmbeddedPostgres>[0]): Promise<EmbeddedPostgres> => {
    const started = await startEmbeddedPostgres(how);
    try {
      await becomeOwner(started.user);
      how.signal?.throwIfAborted();
      return started;
    } catch (thrown) {
      await started.stop();
      throw thrown;
    }
  };
  let postgres = await open({ ...later, signal });
  const { address, url } = postgres;
  const stopping = new AbortController();
  let restarting = Promise.resolve();

  const watch = () => {
    postgres.user.once("end", () => {
      if (!stopping.signal.aborted) restarting = restart();
    });
  };
  const restart = async () => {
    options.log("The database went away; starting it again.");
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        postgres = await open({ ...later, address });
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
      await postgres.stop();
    },
  };
}
