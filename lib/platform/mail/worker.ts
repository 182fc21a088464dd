import { Logger, parseCronItems, run } from "graphile-worker";
import type { App } from "../context";
import { jobTasks } from "../jobs";
import { sweep } from "../sweep";
import { sendMailTask } from "./mailer";
import { sendMail } from "./send-mail";
import { chooseTransport } from "./transports";

const drainMilliseconds = 5_000;

/**
 * Works through mails and the core's jobs beside the server. Several processes may run one each: a job is taken by one.
 * A database that goes away is waited for.
 */
export async function startMailWorker(app: App): Promise<{ stop(): Promise<void> }> {
  const transport = chooseTransport(app.env);
  const runner = await run({
    pgPool: app.pool,
    concurrency: 4,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: drainMilliseconds,
    parsedCronItems: parseCronItems([{ task: "sweep", match: "*/10 * * * *", options: { backfillPeriod: 0 } }]),
    logger: new Logger(() => (level, message) => {
      if (level === "error") app.log.warn({ reason: message }, "The job queue had a problem");
    }),
    taskList: {
      ...jobTasks(app),
      [sendMailTask]: (payload) => sendMail(app, transport, (payload as { mailId: string }).mailId),
      sweep: () => sweep(app.pool),
    },
  });
  // Rejects when the worker ends for a reason of its own; stopping it is not one.
  runner.promise.catch((error: unknown) => app.log.error({ error: String(error) }, "The job queue stopped"));
  return { stop: () => runner.stop() };
}
