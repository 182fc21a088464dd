import { found, type Outcome } from "../kernel/diagnostics-report";
import type { Examined } from "./reach-checks";

/** Jobs start within seconds, and the worker runs every minute. */
const stuckSeconds = 5 * 60;
const silentSeconds = 3 * 60;
/** The first run waits for a full minute. */
const startingSeconds = 90;

function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}

export function checkRedis({ facts: { redis } }: Examined): Outcome {
  if (redis.is === "unused") return found("redis_unused");
  return redis.is === "up"
    ? found("redis_up", { milliseconds: redis.milliseconds })
    : found("redis_down", { reason: redis.reason });
}

export function checkLimits({ facts: { environment } }: Examined): Outcome {
  const { rateLimitScale: scale } = environment;
  return scale === 1 ? found("limits_usual") : found("limits_scaled", { scale });
}

/** Sends nothing: only connects to SMTP or checks the key. */
export function checkMail({ facts: { environment, mail } }: Examined): Outcome {
  const { transport, from } = mail;
  if (transport.is === "mailbox" && transport.isOpen) return found("mail_kept_open", { appUrl: environment.appUrl });
  if (transport.is === "mailbox") return found(environment.isLoopbackOnly ? "mail_kept_local" : "mail_kept");
  if (transport.is === "resend" && !transport.looksLikeKey) return found("mail_resend_key");
  if (transport.is === "smtp" && transport.refusal !== null) {
    return found("mail_smtp_refused", { server: transport.server, reason: transport.refusal });
  }
  if (!/@[^@\s>]+\.[^@\s>]+>?$/.test(from)) return found("mail_sender_local", { from });
  return transport.is === "resend"
    ? found("mail_resend", { from })
    : found("mail_smtp", { from, server: transport.server });
}

export function checkMailQueue({ facts: { database, now } }: Examined): Outcome {
  if (!database.isReachable || !database.content) return found("database_needed");
  const { failedInLastDay, lastFailure, lastSentAt, oldestWaitingSince, waiting } = database.content.mails;
  const age = oldestWaitingSince ? secondsBetween(oldestWaitingSince, now) : 0;
  if (oldestWaitingSince && age > stuckSeconds) {
    return found("queue_stuck", { count: waiting, since: oldestWaitingSince, reason: lastFailure?.reason ?? "" });
  }
  if (failedInLastDay > 0 && lastFailure) {
    return found("queue_failures", { count: failedInLastDay, at: lastFailure.at, reason: lastFailure.reason });
  }
  return found("queue_flows", { waiting, sent: lastSentAt ? "yes" : "no", at: lastSentAt ?? "" });
}

export function checkWorker({ facts: { database, environment, now } }: Examined): Outcome {
  if (!environment.isServing) return found("worker_off");
  if (!database.isReachable || !database.content) return found("database_needed");
  const { due, givenUp, lastRoundAt, oldestDueSince } = database.content.jobs;
  if (!lastRoundAt || secondsBetween(lastRoundAt, now) > silentSeconds) {
    const { servingSeconds } = environment;
    if (servingSeconds !== null && servingSeconds < startingSeconds) return found("worker_starting");
    return found("worker_silent", { ran: lastRoundAt ? "yes" : "no", at: lastRoundAt ?? "" });
  }
  if (oldestDueSince && secondsBetween(oldestDueSince, now) > stuckSeconds) {
    return found("worker_behind", { count: due, since: oldestDueSince });
  }
  return givenUp > 0 ? found("worker_gave_up", { count: givenUp }) : found("worker_alive", { at: lastRoundAt });
}
