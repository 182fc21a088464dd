import type { Env } from "../env";
import { startEmbeddedPostgres } from "./embedded";

interface Options {
  /** True: a database that doesn't let Foyer in is left as it is, for whoever only wants to read. */
  keepsRoles?: boolean;
}

interface Configured {
  url: string;
  /** Stops the embedded database if it was started for this; one that ran before goes on running. */
  close(): Promise<void>;
}

/** Starts the embedded one where it doesn't run. Throws CannotStart; nothing that it started runs on then. */
export async function openConfiguredDatabase(env: Env, options: Options = {}): Promise<Configured> {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, close: async () => undefined };
  const embedded = await startEmbeddedPostgres({ dataDir: env.DATA_DIR, log: console.error, ...options });
  return {
    url: embedded.url,
    async close() {
      if (!embedded.wasRunning) await embedded.stop();
    },
  };
}

/** Does `work` on the configured database, and leaves the embedded one as it was, however that ends. */
export async function withConfiguredDatabase<Result>(
  env: Env,
  work: (url: string) => Promise<Result>,
  options: Options = {},
): Promise<Result> {
  const { close, url } = await openConfiguredDatabase(env, options);
  try {
    return await work(url);
  } finally {
    await close();
  }
}
