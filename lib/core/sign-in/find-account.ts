import type { CoreContext } from "../kernel/context";
import type { KnownHash } from "../kernel/ports";
import type { ProfileSource } from "../users/profile";

export interface AccountForLogin extends ProfileSource {
  tenantId: string;
  /** Null: never had one. */
  passwordHash: string | null;
  /** Of waiting registrations. Empty once the address is verified. */
  registeredHashes: string[];
  /** Null: active. */
  deactivatedAt: Date | null;
}

/** Raw SQL, since the query builder doubles the cost of a sign-in. */
export async function findAccount(
  ctx: CoreContext,
  where: { email: string } | { id: string },
): Promise<AccountForLogin | null> {
  const id = "id" in where ? where.id : null;
  const email = "email" in where ? where.email : null;
  const [account] = await ctx.db.$queryRaw<AccountForLogin[]>`/* prepared */
    SELECT person.id, person.email, person.name, person.phone, person.locale, person.tenant_id AS "tenantId",
      person.password_hash AS "passwordHash", ARRAY(
        SELECT waiting.password_hash FROM pending_registrations AS waiting
        WHERE person.email_verified_at IS NULL AND waiting.user_id = person.id AND waiting.password_hash IS NOT NULL
      ) AS "registeredHashes",
      person.is_admin AS "isAdmin", person.is_reviewer AS "isReviewer",
      person.tenant_role AS "tenantRole", person.email_verified_at AS "emailVerifiedAt",
      person.preferred_environment AS "preferredEnvironment", person.password_changed_at AS "passwordChangedAt",
      person.deletion_due_at AS "deletionDueAt", person.deactivated_at AS "deactivatedAt",
      person.created_at AS "createdAt", person.updated_at AS "updatedAt",
      EXISTS (SELECT FROM totp_credentials AS totp WHERE totp.user_id = person.id) AS "mfaEnabled",
      json_build_object('id', tenant.id, 'name', tenant.name, 'plan', tenant.plan, 'buyerMode', tenant.buyer_mode,
        'sandboxEnvironment', tenant.sandbox_environment, 'productionEnvironment', tenant.production_environment) AS tenant
    FROM users AS person JOIN tenants AS tenant ON tenant.id = person.tenant_id
    WHERE person.id = coalesce(${id}::uuid, (SELECT found.id FROM users AS found WHERE found.email = ${email}))`;
  return account ?? null;
}

/** Registrants of an unverified address may learn that it is unverified. */
export function passwordsOf(account: AccountForLogin | null): KnownHash {
  if (!account) return null;
  return account.registeredHashes.length > 0 ? account.registeredHashes : account.passwordHash;
}
