import { hash, verify } from "@node-rs/argon2";
import { betterAuth } from "better-auth";
import pg from "pg";

/** The product's parameters. */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

/** Without cookie cache, so each session check queries the database. */
function optionsFor(basePath, session) {
  return {
    basePath,
    baseURL: process.env.BASE_URL,
    secret: process.env.BETTER_AUTH_SECRET,
    database: pool,
    emailAndPassword: {
      enabled: true,
      password: {
        hash: (password) => hash(password, argon2id),
        verify: ({ hash: stored, password }) => verify(stored, password),
      },
    },
    session: { cookieCache: { enabled: false }, ...session },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  };
}

export const options = optionsFor("/api/auth", {});
export const auth = betterAuth(options);
/** Refreshes at every check. */
export const renewingAuth = betterAuth(optionsFor("/api/renew", { updateAge: 0 }));
