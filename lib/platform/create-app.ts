import { compatApis } from "@/lib/values/compat-apis";
import { canonicalEmail } from "@/lib/values/email";
import { readOrCreateSecret } from "./auth-secret";
import { systemClock } from "./clock";
import type { App } from "./context";
import { createDatabase } from "./database/client";
import { createPool } from "./database/connections";
import { createSessionReader } from "./database/session-reader";
import { createDisposableDomains } from "./disposable-domains";
import { createInstruments } from "./doctor/instruments";
import type { Env } from "./env";
import { createHasher } from "./hasher";
import { createJobs } from "./jobs";
import { createLimits } from "./limits";
import { isLocalInstance } from "./local-access";
import { createLog } from "./log";
import { createMailer } from "./mail/mailer";
import { createMailroom } from "./mail/mailroom";
import { createPasswordChecker } from "./passwords/checker";
import { createPwnedPasswords } from "./passwords/pwned-passwords";
import { isPublicMailDomain } from "./public-mail-domains";
import { registrableDomain } from "./registrable-domain";
import { createSecrets } from "./secrets";
import { ssoProvidersOf } from "./sso";
import { readTxtRecords } from "./txt-records";
import { createWebhookSender } from "./webhooks/sender";
import type { WebhookTargets } from "./webhooks/targets";

interface Options {
  databaseUrl: string;
  /** True: the database is closed until prepareDatabase opens it. */
  startsClosed?: boolean;
}

/** Connects lazily. */
export function createApp(env: Env, { databaseUrl, startsClosed = false }: Options): App {
  const gate = { isOpen: !startsClosed };
  const log = createLog(env.LOG_LEVEL);
  const pool = createPool({
    url: databaseUrl,
    max: env.DB_POOL_MAX,
    isClosed: () => !gate.isOpen,
    onIdleError: (error) => log.warn({ reason: error.message }, "Lost an idle database connection"),
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
    gate,
    db,
    sessions: createSessionReader(pool),
    secrets,
    limits,
    log,
    clock: systemClock,
    hasher: createHasher(),
    passwords: createPasswordChecker(
      env.PWNED_PASSWORDS === "on" ? createPwnedPasswords({ url: env.PWNED_PASSWORDS_URL, log }) : null,
    ),
    isDisposableDomain: createDisposableDomains(),
    isPublicMailDomain,
    registrableDomain,
    readTxtRecords,
    mailer: createMailer({ secrets, scale: env.RATE_LIMIT_SCALE }),
    mailroom: createMailroom({ secrets, appName: env.APP_NAME }),
    jobs: createJobs(),
    instruments: createInstruments({ env, secrets, pool }),
    webhookSender: createWebhookSender({ targets: webhookTargetsOf(env) }),
    config: {
      appName: env.APP_NAME,
      appUrl: env.APP_URL,
      buyerModes: env.BUYER_MODES,
      signup: env.SIGNUP,
      compatApis: env.COMPAT_APIS === "all" ? compatApis : env.COMPAT_APIS === "none" ? [] : env.COMPAT_APIS,
      compatHosts: env.COMPAT_HOSTS,
      compatSignup: env.COMPAT_SIGNUP ?? env.SIGNUP,
      ownerEmail: env.OWNER_EMAIL ?? `owner@${ownerDomain(env.APP_URL)}`,
      confirmRequests: env.CONFIRM_REQUESTS === "on",
      mfaResetDelaySeconds: env.MFA_RESET_DELAY_HOURS * 3600,
      setupToken: setupTokenOf(env),
      mailProvider: env.RESEND_API_KEY ? "resend" : env.SMTP_URL ? "smtp" : "mailbox",
      ssoProviders: ssoProvidersOf(env),
    },
    async close() {
      limits.close();
      await db.$disconnect();
      await pool.end();
    },
  };
}

function setupTokenOf(env: Env): string | null {
  if (env.SETUP_TOKEN) return env.SETUP_TOKEN;
  return isLocalInstance(env) ? null : readOrCreateSecret(env.DATA_DIR, "setup.token");
}

/** Local development allows receivers on this machine. */
function webhookTargetsOf(env: Env): WebhookTargets {
  if (env.WEBHOOK_ALLOW_PRIVATE === "on") return "private";
  return env.NODE_ENV === "development" ? "loopback" : "public";
}

/** An address needs a domain with a dot. */
function ownerDomain(appUrl: string): string {
  const { hostname } = new URL(appUrl);
  return canonicalEmail(`owner@${hostname}`) ? hostname : "localhost.localdomain";
}
