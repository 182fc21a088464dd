import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type JobHelpers, Logger, parseCronItems, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { sealAuditEvents, trimAuditEvents } from "@/lib/core/audit/chain";
import { verifyAuditChain } from "@/lib/core/audit/verify-audit-chain";
import { doDueWork } from "@/lib/core/background/due-work";
import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { resealSecrets } from "@/lib/core/key-rotation/reseal-secrets";
import type { App } from "../context";
import { jobTasks } from "../jobs";
import { sweep } from "../sweep";
import { traceJob } from "../tracing";
import { abandonedAfter, releaseAbandoned, releaseTakenBy } from "./abandoned-jobs";
import { attemptsMax, sendMailTask } from "./mailer";
import { sendMail } from "./send-mail";
import { chooseTransport } from "./transports";

const drainMilliseconds = 5_000;
const endMilliseconds = 2 * drainMilliseconds;
const restartMilliseconds = 2_000;

const crontab = parseCronItems([
  { task: "sweep", match: "*/10 * * * *", options: { backfillPeriod: 0 } },
  { task: "due_work", match: "* * * * *", options: { backfillPeriod: 0 } },
  { task: "seal_audit", match: "* * * * *", options: { backfillPeriod: 0 } },
  { task: "trim_audit", match: "*/10 * * * *", options: { backfillPeriod: 0 } },
  { task: "verify_audit", match: "17 3 * * *", options: { backfillPeriod: 0 } },
  { task: "release_abandoned", match: "* * * * *", options: { backfillPeriod: 0 } },
]);

/** Waits for an unavailable database and recovers killed processes' jobs. `stop` lets jobs finish. */
export async function startMailWorker(app: App): Promise<{ stop(): Promise<void> }> {
  const tasks = tasksOf(app);
  const stopping = new AbortController();
  // Only this process uses the embedded database, so every taken job is abandoned.
  await releaseAbandoned(app.pool, app.env.DATABASE_URL ? abandonedAfter : "0 seconds");
  let queue = await start(app, tasks);
  // Not a job because each process knows only its own secrets.
  const resealing = app.env.AUTH_SECRET_PREVIOUS ? reseal(app) : Promise.resolve();
  const whenOver = (async () => {
    for (;;) {
      await queue.over;
      if (stopping.signal.aborted) return;
      app.log.warn({}, "The job queue lost the database. It restarts when the database is back");
      await queue.end();
      const next = await startAgain(app, tasks, queue.takerId, stopping.signal);
      if (!next) return;
      if (stopping.signal.aborted) return next.end();
      queue = next;
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await queue.end();
      await whenOver;
      await resealing;
      // Unchained events would wait for the next start.
      await sealAuditEvents(systemContext(app), { batches: 20 }).catch((error: unknown) => {
        app.log.warn({ reason: String(error) }, "The last audit events aren't sealed yet. The next start seals them");
      });
    },
  };
}

interface Queue {
  /** The pool id of graphile-worker, in the queue's table. */
  takerId: string;
  /** Resolves when it takes no more jobs. */
  over: Promise<void>;
  end(): Promise<void>;
}

async function start(app: App, taskList: TaskList): Promise<Queue> {
  const events: WorkerEvents = new EventEmitter();
  let takerId = "";
  events.once("pool:create", ({ workerPool }) => {
    takerId = workerPool.id;
  });
  const over = new Promise<void>((done) => events.once("pool:gracefulShutdown", () => done()));
  const runner = await run({
    pgPool: app.pool,
    events,
    concurrency: 4,
    noHandleSignals: true,
    parsedCronItems: crontab,
    taskList: traced(taskList),
    preset: {
      worker: {
        gracefulShutdownAbortTimeout: drainMilliseconds,
        // With a batcher, a lost database stops the runner instead of the process.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    logger: new Logger(() => (level, message, meta) => {
      // A failed email logs its own error.
      const isKnown = meta?.failure === true && (meta.job as JobHelpers["job"]).task_identifier === sendMailTask;
      if (level === "error" && !isKnown) app.log.warn({ reason: message }, "Job queue error");
    }),
  });
  const whenEnded = runner.promise.catch(() => undefined);
  // Rejects if it stopped by itself.
  const stop = () => runner.stop().catch(() => undefined);
  // A lost answer may have assigned a job, which the next runner releases.
  events.on("pool:listen:error", stop);
  // Stopping before the worker has handled the error would confuse it.
  events.on("worker:getJob:error", () => setImmediate(stop));
  return {
    takerId,
    over: Promise.race([over, whenEnded]),
    async end() {
      void stop();
      // graphile-worker's count of active jobs can be wrong after a lost database, and then it never ends.
      await Promise.race([whenEnded, pause(endMilliseconds, undefined, { ref: false })]);
    },
  };
}

/** Null when stopped first. */
async function startAgain(app: App, tasks: TaskList, takerId: string, stopping: AbortSignal): Promise<Queue | null> {
  for (;;) {
    await pause(restartMilliseconds, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return null;
    try {
      await releaseTakenBy(app.pool, takerId);
      return await start(app, tasks);
    } catch {
      // Still unavailable, which was logged.
    }
  }
}

function tasksOf(app: App): TaskList {
  const transport = chooseTransport(app.env);
  return {
    ...jobTasks(app),
    async [sendMailTask](payload, { job, abortSignal: signal, addJob }) {
      const { mailId } = payload as { mailId: string };
      const busy = await sendMail(app, transport, mailId, { isLast: job.attempts >= job.max_attempts, signal });
      if (!busy) return;
      const runAt = new Date(Date.now() + busy.retryAfterSeconds * 1_000);
      await addJob(sendMailTask, { mailId }, { runAt, maxAttempts: attemptsMax, jobKey: mailId });
    },
    sweep: () => sweep(app.pool),
    due_work: () => doDueWork(systemContext(app)),
    seal_audit: async () => {
      await sealAuditEvents(systemContext(app));
    },
    trim_audit: async () => {
      await trimAuditEvents(systemContext(app));
    },
    verify_audit: () => verifyAudit(app),
    release_abandoned: () => releaseAbandoned(app.pool, abandonedAfter),
  };
}

function traced(tasks: TaskList): TaskList {
  const entries = Object.entries(tasks).map(([name, task]): [string, typeof task] => [
    name,
    async (...given) => traceJob(name, async () => task?.(...given)),
  ]);
  return Object.fromEntries(entries);
}

async function verifyAudit(app: App): Promise<void> {
  const { broken } = await verifyAuditChain(systemContext(app));
  if (!broken) return;
  const where = { what: broken.what, sequence: String(broken.sequence), eventId: String(broken.eventId) };
  app.log.error(where, "The audit log was tampered with or damaged. Run `npm run audit:verify`");
}

async function reseal(app: App): Promise<void> {
  try {
    const { lost, resealed } = await resealSecrets(systemContext(app));
    app.log.info({ resealed, lost }, "Encrypted values moved to the current AUTH_SECRET");
  } catch (thrown) {
    app.log.warn(
      { reason: String(thrown) },
      "Couldn't move encrypted values from AUTH_SECRET_PREVIOUS. The next start tries again",
    );
  }
}

function systemContext(app: App): CoreContext {
  return forRequest(app, { ip: "", userAgent: "", requestId: crypto.randomUUID(), locale: "en" });
}
