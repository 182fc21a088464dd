import type { UnderRequirement } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { mfaFirstMailSeconds, mfaGraceSeconds, mfaReminderSeconds } from "../../kernel/lifetimes";

/*
 * The earliest requirement counts, of the console role or the organization. Triggers keep its start in
 * users.mfa_grace_began_at, so toggling it or rejoining gives no second grace period.
 */

/** SQL: null if not required. Needs `mfaRequirementTablesSql`. */
export const mfaRequiredSinceSql = "mfa_required_since(person, tenant, settings)";

export const mfaRequirementTablesSql = `users AS person
  JOIN tenants AS tenant ON tenant.id = person.tenant_id
  LEFT JOIN settings ON settings.id = 1`;

/** SQL: end of the grace period. */
export const mfaDueSql = `(${mfaRequiredSinceSql} + interval '${mfaGraceSeconds} seconds')`;

/** Null: not required. */
export async function mfaRequiredSince(db: Database | Transaction, userId: string): Promise<Date | null> {
  const [found] = await db.$queryRawUnsafe<{ since: Date | null }[]>(
    `SELECT ${mfaRequiredSinceSql} AS since FROM ${mfaRequirementTablesSql} WHERE person.id = $1::uuid`,
    userId,
  );
  return found?.since ?? null;
}

/** After the grace period, acts without `allowedBeforeMfa` return `mfa_setup_required`. */
export function isConfined(ctx: CoreContext, actor: UnderRequirement | null): boolean {
  return actor !== null && actor.mfaDueAt !== null && actor.mfaDueAt <= ctx.clock.now();
}

const batch = 200;

interface Unenrolled {
  id: string;
  email: string;
  name: string;
  locale: string;
  dueAt: Date;
  mailedAt: Date | null;
}

/** One day after the start and one day before the end. */
const mails = [
  {
    column: "mfa_start_mailed_at",
    isLast: false,
    begins: `${mfaRequiredSinceSql} + interval '${mfaFirstMailSeconds} seconds'`,
  },
  { column: "mfa_end_mailed_at", isLast: true, begins: `${mfaDueSql} - interval '${mfaReminderSeconds} seconds'` },
] as const;

/** Sends each mail once per requirement. */
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
          now,
          id,
          mailedAt,
        );
        if (taken === 0) return;
        const setupUrl = `${ctx.config.appUrl}/account/two-factor-setup`;
        await ctx.mailer.enqueue(tx, {
          template: "two-factor-required",
          to: email,
          locale,
          props: { name, dueAt, isLast, setupUrl },
        });
      });
    }
  }
}
