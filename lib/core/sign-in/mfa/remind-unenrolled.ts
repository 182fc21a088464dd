import type { CoreContext } from "../../kernel/context";
import { mfaFirstMailSeconds, mfaReminderSeconds } from "../../kernel/lifetimes";
import { mfaDueSql, mfaRequiredSinceSql, mfaRequirementTablesSql } from "./requirement";

/** People written to by one call at most. */
const batch = 200;

interface Unenrolled {
  id: string;
  email: string;
  name: string;
  locale: string;
  dueAt: Date;
  mailedAt: Date | null;
}

/** The first mail a day after the requirement began, for the pages say it from the first minute. The second a day before the end. */
const mails = [
  {
    column: "mfa_start_mailed_at",
    isLast: false,
    begins: `${mfaRequiredSinceSql} + interval '${mfaFirstMailSeconds} seconds'`,
  },
  { column: "mfa_end_mailed_at", isLast: true, begins: `${mfaDueSql} - interval '${mfaReminderSeconds} seconds'` },
] as const;

/**
 * Mails those who need two-factor authentication, have not set it up and still have time to; each once for each time the
 * requirement begins, whoever does this at the same moment.
 */
export async function remindUnenrolled(ctx: CoreContext): Promise<void> {
  const now = ctx.clock.now();
  for (const { column, isLast, begins } of mails) {
    const people = await ctx.db.$queryRawUnsafe<Unenrolled[]>(
      `SELECT person.id, person.email, person.name, person.locale, ${mfaDueSql} AS "dueAt", person.${column} AS "mailedAt"
      FROM ${mfaRequirementTablesSql}
      WHERE ${begins} <= $1::timestamptz AND ${mfaDueSql} > $1::timestamptz
        AND coalesce(person.${column} < ${mfaRequiredSinceSql}, true)
        AND person.deactivated_at IS NULL AND person.email_verified_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM totp_credentials AS totp WHERE totp.user_id = person.id)
      ORDER BY person.id LIMIT ${batch}`,
      now,
    );
    for (const { id, email, name, locale, dueAt, mailedAt } of people) {
      await ctx.db.$transaction(async (tx) => {
        const taken = await tx.$executeRawUnsafe(
          `UPDATE users SET ${column} = $1::timestamptz WHERE id = $2::uuid AND ${column} IS NOT DISTINCT FROM $3::timestamptz`,
          ...[now, id, mailedAt],
        );
        if (taken === 0) return;
        const setupUrl = `${ctx.config.appUrl}/account/two-factor-setup`;
        await ctx.mailer.enqueue(tx, {
          ...{ template: "two-factor-required", to: email, locale, props: { name, dueAt, isLast, setupUrl } },
        });
      });
    }
  }
}
