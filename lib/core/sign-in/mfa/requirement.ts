import type { UnderRequirement } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import type { Database, Transaction } from "../../kernel/database";
import { mfaGraceSeconds } from "../../kernel/lifetimes";

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

/** Since when a person needs two-factor authentication. Null: they do not. */
export async function mfaRequiredSince(db: Database | Transaction, userId: string): Promise<Date | null> {
  const [found] = await db.$queryRawUnsafe<{ since: Date | null }[]>(
    `SELECT ${mfaRequiredSinceSql} AS since FROM ${mfaRequirementTablesSql} WHERE person.id = $1::uuid`,
    userId,
  );
  return found?.since ?? null;
}

/** True when the grace is over: whatever is not declared `allowedBeforeMfa` is refused with `mfa_setup_required`. */
export function isConfined(ctx: CoreContext, actor: UnderRequirement | null): boolean {
  return actor !== null && actor.mfaDueAt !== null && actor.mfaDueAt <= ctx.clock.now();
}
