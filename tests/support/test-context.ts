import { inject } from "vitest";
import { runJob } from "@/lib/core/background/jobs";
import type { AppContext, CoreContext } from "@/lib/core/kernel/context";
import { forRequest } from "@/lib/core/kernel/context";
import type { CoreJob, QueuedJob } from "@/lib/core/kernel/jobs";
import type { CoreConfig, RequestMeta } from "@/lib/core/kernel/ports";
import { createSessionReader } from "@/lib/platform/database/session-reader";
import { createDisposableDomains } from "@/lib/platform/disposable-domains";
import { createInstruments } from "@/lib/platform/doctor/instruments";
import { parseEnv } from "@/lib/platform/env";
import { createJobs } from "@/lib/platform/jobs";
import { createLimits } from "@/lib/platform/limits";
import { createMailroom } from "@/lib/platform/mail/mailroom";
import { createPasswordChecker } from "@/lib/platform/passwords/checker";
import { isPublicMailDomain } from "@/lib/platform/public-mail-domains";
import { registrableDomain } from "@/lib/platform/registrable-domain";
import { createSecrets } from "@/lib/platform/secrets";
import { createWebhookSender } from "@/lib/platform/webhooks/sender";
import { defaultBuyerModes } from "@/lib/values/buyer-mode";
import { compatApis } from "@/lib/values/compat-apis";
import { cheapHasher } from "./cheap-hasher";
import { type TestDatabase, testDatabase } from "./database";
import { FakeClock } from "./fake-clock";
import { countingLimits, unlimited } from "./fake-limits";
import { RecordingMailer } from "./recording-mailer";
import { StrictLog } from "./strict-log";

export interface TestContext {
  ctx: CoreContext;
  app: AppContext;
  clock: FakeClock;
  mails: RecordingMailer;
  /** TXT records by domain. */
  txtRecords: Map<string, string[]>;
  log: StrictLog;
  hasher: ReturnType<typeof cheapHasher>;
  database: TestDatabase;
  /** Runs the queued jobs, or those of one name, as the worker does. */
  runJobs(name?: CoreJob["name"]): Promise<void>;
}

interface Options {
  clock?: FakeClock;
  config?: Partial<CoreConfig>;
  /**
   * "mails" limits emails per address; "counting" adds the rules in memory by the test's clock; "real" uses PostgreSQL
   * and the wall clock.
   */
  limits?: "unlimited" | "mails" | "counting" | "real";
  request?: Partial<RequestMeta>;
}

const logs: StrictLog[] = [];
/** Reads a dictionary once. */
const passwords = createPasswordChecker();
const isDisposableDomain = createDisposableDomains();

export function unexpectedProblems(): string[] {
  return logs.splice(0).flatMap((log) => log.unexpected());
}

export function requestMeta(meta: Partial<RequestMeta> = {}): RequestMeta {
  const usual = { ip: "203.0.113.7", userAgent: "Mozilla/5.0 (test)", requestId: "req-test", locale: "en" };
  return { ...usual, isLocal: true, ...meta };
}

/** The same context with another client address or browser. */
export function askedBy(test: TestContext, meta: Partial<RequestMeta>): TestContext {
  return { ...test, ctx: forRequest(test.app, requestMeta({ ...test.ctx.request, ...meta })) };
}

/**
 * The core on real PostgreSQL, secrets and queue, with a fake clock, recording mailer and cheap hasher. Empties all
 * tables.
 */
export async function testContext(options: Options = {}): Promise<TestContext> {
  const database = await testDatabase(inject("cluster"));
  const clock = options.clock ?? new FakeClock();
  const mails = new RecordingMailer(database.db, (options.limits ?? "unlimited") === "unlimited" ? undefined : clock);
  const txtRecords = new Map<string, string[]>();
  const log = new StrictLog();
  const hasher = cheapHasher();
  const secrets = createSecrets({ secret: "test secret of at least thirty-two characters", previous: null });
  logs.push(log);
  const app: AppContext = {
    db: database.db,
    sessions: createSessionReader(database.pool),
    clock,
    mailer: mails,
    mailroom: createMailroom({ secrets, appName: "Foyer" }),
    jobs: createJobs(),
    webhookSender: createWebhookSender({ targets: "private" }),
    config: {
      appName: "Foyer",
      appUrl: "http://localhost:3000",
      buyerModes: defaultBuyerModes,
      signup: "approval",
      compatSignup: "open",
      compatApis,
      compatHosts: [],
      ownerEmail: "owner@foyer.example",
      confirmRequests: false,
      mfaResetDelaySeconds: 24 * 60 * 60,
      setupToken: null,
      mailProvider: "mailbox",
      ssoProviders: [
        { id: "github", name: "GitHub" },
        { id: "oidc", name: "Acme ID" },
      ],
      ...options.config,
    },
    hasher,
    secrets,
    instruments: createInstruments({ env: parseEnv({ DATABASE_URL: database.url }), secrets, pool: database.pool }),
    limits: limitsFor(options.limits ?? "unlimited", clock, database, log),
    passwords,
    isDisposableDomain,
    isPublicMailDomain,
    registrableDomain,
    readTxtRecords: async (domain) => txtRecords.get(domain) ?? [],
    log,
  };
  const ctx = forRequest(app, requestMeta(options.request));
  return {
    ctx,
    app,
    clock,
    mails,
    txtRecords,
    log,
    hasher,
    database,
    runJobs: (name) => runQueuedJobs(app, database, name),
  };
}

function limitsFor(kind: NonNullable<Options["limits"]>, clock: FakeClock, { pool }: TestDatabase, log: StrictLog) {
  if (kind === "counting") return countingLimits(clock);
  return kind === "real" ? createLimits({ pool, scale: 1, redisUrl: null, log }) : unlimited;
}

async function runQueuedJobs(app: AppContext, { pool }: TestDatabase, name?: CoreJob["name"]): Promise<void> {
  const { rows } = await pool.query<{ payload: QueuedJob }>(
    "DELETE FROM graphile_worker._private_jobs WHERE $1::text IS NULL OR payload ->> 'name' = $1 RETURNING payload",
    [name ?? null],
  );
  for (const { payload } of rows) await runJob(app, payload);
}
