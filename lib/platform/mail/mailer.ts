import { randomUUID } from "node:crypto";
import type { Transaction } from "@/lib/core/kernel/database";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { Clock, Mailer, Secrets } from "@/lib/core/kernel/ports";
import { hasMailRoom } from "@/lib/core/mail/mail-limits";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import { systemClock } from "../clock";

export const sendMailTask = "send_mail";
const sealPurpose = "mail";
/** The last attempt is about three days after the first. */
export const attemptsMax = 20;

type Dated = Date | { $date: string };

interface Options {
  secrets: Secrets;
  clock?: Clock;
  /** RATE_LIMIT_SCALE, multiplies the limits of core/mail/mail-limits.ts. */
  scale?: number;
}

/** Writes an email and its job in the caller's transaction, with the props encrypted. */
export function createMailer({ secrets, clock = systemClock, scale = 1 }: Options): Mailer {
  return {
    async enqueue(tx, { template, to, locale, props }, options = {}) {
      const now = clock.now();
      if (!(await hasMailRoom(tx, { template, to }, { now, scale }))) return null;
      const { id = randomUUID(), sendAfter = null, accessRequestId = null } = options;
      const sealedPayload = secrets.seal(sealPurpose, toJson(props), sealContext(id));
      const about = { to, mailbox: canonicalMailbox(to), template, locale, accessRequestId };
      const mail = { id, ...about, sealedPayload, createdAt: now, sendAfter };
      await tx.mail.create({ data: mail, select: { id: true } });
      await addMailJob(tx, id, sendAfter);
      return id;
    },
  };
}

/** A second job replaces the first. */
export async function addMailJob(tx: Transaction, mailId: string, runAt: Date | null): Promise<void> {
  const payload = JSON.stringify({ mailId });
  await tx.$executeRaw`SELECT graphile_worker.add_job(${sendMailTask}, ${payload}::json, max_attempts => ${attemptsMax}::int, job_key => ${mailId}, run_at => ${runAt}::timestamptz)`;
}

export function openPayload(secrets: Secrets, id: string, sealed: string): MailTemplates[keyof MailTemplates] {
  return JSON.parse(secrets.open(sealPurpose, sealed, sealContext(id)), revive);
}

function sealContext(id: string): string {
  return `mails|sealed_payload|${id}`;
}

function toJson(props: object): string {
  // JSON.stringify converts dates before calling a replacer, so read them from their owner.
  return JSON.stringify(props, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    return original instanceof Date ? { $date: original.toISOString() } : value;
  });
}

function revive(_key: string, value: unknown): unknown {
  const isMarked = typeof value === "object" && value !== null && "$date" in value;
  return isMarked ? new Date(String((value as Exclude<Dated, Date>).$date)) : value;
}
