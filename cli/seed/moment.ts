import { randomUUID } from "node:crypto";
import type { CoreContext } from "@/lib/core/kernel/context";
import type { Mailer } from "@/lib/core/kernel/ports";

export const minute = 60 * 1000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Tokens of emailed links, by address. */
export type Letters = Map<string, string>;

interface Options {
  at: Date;
  letters: Letters;
  passwordHash: string;
  ip?: string;
  locale?: string;
}

/** Sends no emails and runs no jobs. */
export function atMoment(ctx: CoreContext, { at, letters, passwordHash, ip, locale }: Options): CoreContext {
  return {
    ...ctx,
    clock: { now: () => at },
    mailer: quietMailer(at, letters),
    jobs: { enqueue: async () => undefined },
    hasher: { ...ctx.hasher, hash: async () => passwordHash },
    request: {
      ...ctx.request,
      ip: ip ?? "127.0.0.1",
      userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0",
      locale: locale ?? "en",
    },
  };
}

const bounced = /bounce/;

function quietMailer(at: Date, letters: Letters): Mailer {
  return {
    async enqueue(tx, { template, to, locale, props }, { accessRequestId = null } = {}) {
      const url = "url" in props ? props.url : null;
      const token = typeof url === "string" ? new URL(url).searchParams.get("token") : null;
      if (token) letters.set(`${template} ${to}`, token);
      const id = randomUUID();
      const outcome = bounced.test(to)
        ? { state: "FAILED" as const, attempts: 20, lastError: "550 5.1.1 The address has no mailbox here" }
        : { state: "SENT" as const, attempts: 1, sentAt: at };
      await tx.mail.create({
        data: { id, to, template, locale, accessRequestId, createdAt: at, ...outcome },
        select: { id: true },
      });
      return id;
    },
  };
}
