import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import { runJob } from "@/lib/core/background/jobs";
import type { AppContext } from "@/lib/core/kernel/context";
import type { Jobs, QueuedJob } from "@/lib/core/kernel/jobs";

const taskName = "core_job";
/** The last attempt is about three days after the first. */
const attemptsMax = 20;

/** Adds jobs to graphile-worker's queue in the caller's transaction. */
export function createJobs(): Jobs {
  return {
    async enqueue(tx, job, { runAt = null, key = null }: { runAt?: Date | null; key?: string | null } = {}) {
      const queued: QueuedJob = { ...job, once: randomUUID() };
      await tx.$executeRaw`SELECT graphile_worker.add_job(${taskName}, ${JSON.stringify(queued)}::json, max_attempts => ${attemptsMax}::int, job_key => ${key}::text, run_at => ${runAt}::timestamptz)`;
    },
  };
}

export function jobTasks(app: AppContext): TaskList {
  return {
    [taskName]: (payload) => runJob(app, payload as QueuedJob),
  };
}
