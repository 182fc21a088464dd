import { tmpdir } from "node:os";
import type pg from "pg";
import type { Facts } from "@/lib/core/kernel/diagnostics-input";
import type { Instruments, Secrets } from "@/lib/core/kernel/ports";
import type { Env } from "../env";
import { isLocalInstance } from "../local-access";
import { readDatabase } from "./database-facts";
import { describeOutcome } from "./describe-outcome";
import { readDisk } from "./disk-facts";
import { readMail } from "./mail-facts";
import { readRedis } from "./redis-facts";
import { readSecret } from "./secret-facts";

interface Options {
  env: Env;
  secrets: Secrets;
  /** The pool or why there is none. */
  pool: pg.Pool | { reason: string };
  /** Null if none runs. Unknown seconds are null. */
  server?: { uptimeSeconds: number | null } | null;
}

/** Writes and sends nothing. Every reading times out. */
export function createInstruments({ env, secrets, pool, ...others }: Options): Instruments {
  return {
    async read(): Promise<Facts> {
      const { server = { uptimeSeconds: process.uptime() } } = others;
      const [database, redis, mail, data, temporary] = await Promise.all([
        readDatabase(pool, { poolMax: env.DB_POOL_MAX, secrets, previous: env.AUTH_SECRET_PREVIOUS ?? null }),
        readRedis(env.REDIS_URL ?? null),
        readMail(env),
        readDisk("data", env.DATA_DIR),
        readDisk("temporary", tmpdir()),
      ]);
      return {
        now: new Date(),
        environment: {
          appUrl: env.APP_URL,
          isLoopbackOnly: isLocalInstance(env),
          isDevelopment: env.NODE_ENV === "development",
          trustedProxyHops: env.TRUSTED_PROXY_HOPS,
          rateLimitScale: env.RATE_LIMIT_SCALE,
          isEmbedded: env.DATABASE_URL === undefined,
          isServing: server !== null,
          servingSeconds: server?.uptimeSeconds ?? null,
          nodeVersion: process.versions.node,
        },
        database,
        redis,
        mail,
        secret: readSecret(env, secrets),
        disks: [data, temporary],
      };
    },
    describe: describeOutcome,
  };
}
