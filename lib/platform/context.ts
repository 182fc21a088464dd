import type pg from "pg";
import type { AppContext } from "@/lib/core/context";
import { readOrCreateSecret } from "./auth-secret";
import { systemClock } from "./clock";
import { createDatabase, createPool } from "./database/client";
import type { Env } from "./env";
import { createHasher } from "./hasher";
import { createJobs } from "./jobs";
import { createLimits } from "./limits";
import { createLog } from "./log";
import { createMailer } from "./mail/mailer";
import { createPasswordChecker } from "./passwords";
import { createSecrets } from "./secrets";

/** The core's context and what only the process itself needs. */
export interface App extends AppContext {
  env: Env;
  databaseUrl: string;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Assembles everything that the outside decides. Connects lazily: a database that is away does not stop it. */
export function createApp(env: Env, { databaseUrl }: { databaseUrl: string }): App {
  const log = createLog(env.LOG_LEVEL);
  const pool = createPool({
    url: databaseUrl,
    max: env.DB_POOL_MAX,
    onIdleError: (error) => log.warn({ reason: error.message }, "An idle database connection was lost"),
  });
  const db = createDatabase(pool);
  const secrets = createSecrets({
    secret: env.AUTH_SECRET ?? readOrCreateSecret(env.DATA_DIR, "auth.secret"),
    previous: env.AUTH_SECRET_PREVIOUS ?? null,
  });
  const limits = createLimits({ pool, scale: env.RATE_LIMIT_SCALE, redisUrl: env.REDIS_URL ?? null, log });
  return {
    env,
    databaseUrl,
    pool,
    db,
    secrets,
    limits,
    log,
    clock: systemClock,
    hasher: createHasher(),
    passwords: createPasswordChecker(),
    mailer: createMailer({ secrets }),
    jobs: createJobs(),
    config: {
      appName: env.APP_NAME,
      appUrl: env.APP_URL,
      buyerModes: env.BUYER_MODES,
      signup: env.SIGNUP,
      confirmRequests: env.CONFIRM_REQUESTS === "on",
      setupToken: setupTokenOf(env),
    },
    async close() {
      limits.close();
      await db.$disconnect();
      await pool.end();
    },
  };
}

/** Only this machine can reach a loopback server: there `/setup` is open, unless a token was set on purpose. */
function setupTokenOf(env: Env): string | null {
  if (env.SETUP_TOKEN) return env.SETUP_TOKEN;
  return env.isLoopbackOnly ? null : readOrCreateSecret(env.DATA_DIR, "setup.token");
}

/** server.ts and Next's bundles are loaded separately but share `globalThis`, so one context serves both. */
const shared = globalThis as { __foyer?: App };

export function setApp(app: App): void {
  shared.__foyer = app;
}

export function getApp(): App {
  if (!shared.__foyer) throw new Error("Foyer's context is missing: start the server with `npm start`.");
  return shared.__foyer;
}
