import type { Pool } from "pg";
import type { SessionReader, StoredSession } from "@/lib/core/kernel/stored-session";
import { mfaDueSql, mfaRequirementTablesSql } from "@/lib/core/sign-in/mfa/requirement";

/** Milliseconds since the epoch. */
type InMilliseconds<Value> = Value extends Date ? number : Value;
type AsJson<Row> = { [Name in keyof Row]: InMilliseconds<Row[Name]> };

interface Found {
  session: AsJson<StoredSession["session"]>;
  user: AsJson<StoredSession["user"]>;
  tenant: StoredSession["tenant"];
  mfaDueAt: number | null;
}

const milliseconds = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const hasTotp = "EXISTS (SELECT FROM totp_credentials AS totp WHERE totp.user_id = person.id)";
/** A code at every sign-in, an existing passkey that proved this session, or a trusted issuer's claim. */
const meetsMfa = `${hasTotp} OR 'mfa' = ANY(session.amr) OR session.passkey_id IS NOT NULL`;

/** One value because the driver describes every column again with every answer. */
const text = `SELECT json_build_object(
    'session', json_build_object(
      'id', session.id, 'userId', session.user_id, 'audience', session.audience, 'startedWith', session.started_with,
      'amr', session.amr, 'firstFactorAt', ${milliseconds("session.authenticated_at")},
      'secondFactorAt', ${milliseconds("session.second_factor_at")},
      'createdAt', ${milliseconds("session.created_at")}, 'lastSeenAt', ${milliseconds("session.last_seen_at")},
      'expiresAt', ${milliseconds("session.expires_at")},
      'refreshExpiresAt', ${milliseconds("session.refresh_expires_at")},
      'revokedAt', ${milliseconds("session.revoked_at")}),
    'user', json_build_object(
      'id', person.id, 'email', person.email, 'name', person.name, 'phone', person.phone, 'isAdmin', person.is_admin,
      'isReviewer', person.is_reviewer, 'tenantRole', person.tenant_role,
      'emailVerifiedAt', ${milliseconds("person.email_verified_at")},
      'mfaEnabled', ${hasTotp},
      'preferredEnvironment', person.preferred_environment,
      'passwordChangedAt', ${milliseconds("person.password_changed_at")}, 'locale', person.locale,
      'deletionDueAt', ${milliseconds("person.deletion_due_at")},
      'createdAt', ${milliseconds("person.created_at")}, 'updatedAt', ${milliseconds("person.updated_at")},
      'deactivatedAt', ${milliseconds("person.deactivated_at")}),
    'tenant', json_build_object(
      'id', tenant.id, 'name', tenant.name, 'plan', tenant.plan, 'buyerMode', tenant.buyer_mode,
      'sandboxEnvironment', tenant.sandbox_environment, 'productionEnvironment', tenant.production_environment),
    'mfaDueAt', CASE WHEN ${meetsMfa} THEN NULL ELSE ${milliseconds(mfaDueSql)} END
  ) AS found
  FROM ${mfaRequirementTablesSql}
  JOIN sessions AS session ON session.user_id = person.id
  WHERE session.id = ANY($1::uuid[])`;

/** Combines reads of one event-loop turn into a statement that starts after all of them were requested. */
export function createSessionReader(pool: Pick<Pool, "query">): SessionReader {
  let next: Promise<Map<string, Found>> | null = null;
  let wanted = new Set<string>();

  async function readWanted(): Promise<Map<string, Found>> {
    await new Promise<void>((turn) => setImmediate(turn));
    const values = [[...wanted]];
    next = null;
    wanted = new Set();
    const { rows } = await pool.query<{ found: Found }>({ name: "foyer-sessions", text, values });
    return new Map(rows.map(({ found }) => [found.session.id, found]));
  }

  return {
    async find(sessionId) {
      wanted.add(sessionId);
      next ??= readWanted();
      const found = (await next).get(sessionId);
      return found ? toStored(found) : null;
    },
  };
}

function toStored({ session, user, tenant, mfaDueAt }: Found): StoredSession {
  return {
    session: {
      ...session,
      firstFactorAt: new Date(session.firstFactorAt),
      secondFactorAt: dateOrNull(session.secondFactorAt),
      createdAt: new Date(session.createdAt),
      lastSeenAt: new Date(session.lastSeenAt),
      expiresAt: new Date(session.expiresAt),
      refreshExpiresAt: new Date(session.refreshExpiresAt),
      revokedAt: dateOrNull(session.revokedAt),
    },
    user: {
      ...user,
      emailVerifiedAt: dateOrNull(user.emailVerifiedAt),
      passwordChangedAt: new Date(user.passwordChangedAt),
      deletionDueAt: dateOrNull(user.deletionDueAt),
      createdAt: new Date(user.createdAt),
      updatedAt: new Date(user.updatedAt),
      deactivatedAt: dateOrNull(user.deactivatedAt),
    },
    tenant,
    mfaDueAt: dateOrNull(mfaDueAt),
  };
}

function dateOrNull(value: number | null): Date | null {
  return value === null ? null : new Date(value);
}
