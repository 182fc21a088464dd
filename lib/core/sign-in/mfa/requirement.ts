import type { UnderRequirement } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { mfaFirstMailSeconds, mfaGraceSeconds, mfaReminderSeconds } from "../../kernel/lifetimes";

/*
 * Who needs two-factor authentication is read from what asks for it: the settings for the person's console role, and
 * the person's organization, each from when the person came under it. The earliest counts. When a requirement ends for a
 * person, triggers keep its start (users.mfa_grace_began_at), so that no way to change a role, to join an organization or
 * to turn a requirement off and on begins a second grace.
 */

/**
 * SQL: since when the person needs two-factor authentication, or null. For a statement with `person` of users, `tenant`
 * of tenants and `settings`, left-joined.
 */
export const mfaRequiredSinceSql = "mfa_required_since(person, tenant, settings)";

/** SQL: the tables that `mfaRequiredSinceSql` reads. */
export const mfaRequirementTablesSql = `users AS person
  JOIN tenants AS tenant ON tenant.id = person.tenant_id
  LEFT JOIN settings ON settings.id = 1`;

/** SQL: the end of the grace. */
export const mfaDueSql = `(${mfaRequiredSinceSql} + interval '${mfaGraceSeconds} seconds')`;

/** Null: not required. */
export async function mfaRequiredSince(db: Database | Transaction, userId: string): Promise<Date | null> {
  const [found] = await db.$queryRawUnsafe<{ since: Date | null }[]>(
    `SELECT ${mfaRequiredSinceSql} AS since FROM ${mfaRequirementTablesSql} WHERE person.id = $1::uuid`,
    userId,
  );
  return found?.since ?? null;
}

/** True when the grace period is over: acts without `allowedBeforeMfa` return `mfa_setup_required`. */
export function isConfined(ctx: CoreContext, actor: UnderRequirement | null): boolean {
  return actor !== null && actor.mfaDueAt !== null && actor.mfaDueAt <= ctx.clock.now();
}

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
 * Reminds users who have to set up two-factor authentication and still have time. Once each time the requirement
 * begins.
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
