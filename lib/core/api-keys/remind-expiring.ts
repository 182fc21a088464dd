import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";

const day = 24 * 60 * 60;
const batch = 200;

const reminders = [
  { column: "warnedWeekAt", ahead: 7 * day },
  { column: "warnedDayAt", ahead: day },
] as const;

/** Once each, also in concurrent calls. */
export async function remindOfExpiringKeys(ctx: CoreContext): Promise<void> {
  const now = ctx.clock.now();
  for (const { column, ahead } of reminders) {
    const due = {
      [column]: null,
      revokedAt: null,
      expiresAt: { gt: now, lte: secondsAfter(now, ahead) },
    };
    const keys = await ctx.db.apiKey.findMany({ where: due, include: { user: true }, take: batch });
    for (const key of keys) {
      await ctx.db.$transaction(async (tx) => {
        const taken = await tx.apiKey.updateMany({ where: { id: key.id, ...due }, data: { [column]: now } });
        // Lifetimes below a week get one reminder.
        const isYoung = column === "warnedWeekAt" && secondsAfter(key.createdAt, ahead) > (key.expiresAt ?? now);
        if (taken.count === 0 || isYoung || !key.expiresAt) return;
        await ctx.mailer.enqueue(tx, {
          template: "api-key-expiring",
          to: key.user.email,
          locale: key.user.locale,
          props: {
            name: key.user.name,
            keyName: key.name,
            expiresAt: key.expiresAt,
            keysUrl: `${ctx.config.appUrl}/account/api-keys`,
          },
        });
      });
    }
  }
}
