import { hash } from "@node-rs/argon2";
import type pg from "pg";
import type { Secrets } from "@/lib/core/kernel/ports";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshTokenOf } from "@/lib/core/sessions/issue-session";
import { sessionCookies } from "@/lib/values/session-cookies";

export const password = "correct horse battery";
const userAgent = "foyer-bench";
/** Longer than the measurement. */
const tokenSeconds = 6 * 60 * 60;

export interface SignedIn {
  sessionId: string;
  /** Both cookies. */
  cookie: string;
}

/** With the product's argon2id parameters. */
export function hashPassword(): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

/** Returns the email addresses. */
export async function createAccounts(client: pg.Client, passwordHash: string, size: number): Promise<string[]> {
  const id = (kind: number) => `('${kind}0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const series = "FROM generate_series(1, $1::int) AS n";
  await client.query(
    `INSERT INTO tenants (id, name, buyer_mode, updated_at) SELECT ${id(1)}, 'Tenant ' || n, 'OTHER', now() ${series}`,
    [size],
  );
  const { rows } = await client.query<{ email: string }>(
    `INSERT INTO users (id, tenant_id, email, name, password_hash, email_verified_at, updated_at)
     SELECT ${id(2)}, ${id(1)}, 'person-' || n || '@bench.example', 'Person ' || n, $2, now(), now() ${series}
     RETURNING email`,
    [size, passwordHash],
  );
  await client.query("VACUUM ANALYZE users");
  return rows.map(({ email }) => email);
}

/** An address of its own per account, from RFC 2544's benchmark range. */
export function addressOf(index: number): string {
  return `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;
}

/** Live sessions, each from its account's address, so that no new-device email is sent. */
export async function openSessions(
  client: pg.Client,
  secrets: Secrets,
  appUrl: string,
  size: number,
): Promise<SignedIn[]> {
  const { rows } = await client.query<{ id: string; user_id: string }>(
    `WITH people AS (SELECT array_agg(id ORDER BY id) AS ids FROM users WHERE email LIKE 'person-%')
     INSERT INTO sessions (id, user_id, audience, started_with, amr, authenticated_at, expires_at, refresh_expires_at,
       user_agent, ip)
     SELECT gen_random_uuid(), people.ids[1 + n % array_length(people.ids, 1)], $2, 'PASSWORD', '{pwd}', now(),
       now() + interval '30 days', now() + interval '7 days', $3,
       '198.18.' || n % array_length(people.ids, 1) / 256 || '.' || n % array_length(people.ids, 1) % 256
     FROM people, generate_series(1, $1::int) AS n RETURNING id, user_id`,
    [size, nativeAudience, userAgent],
  );
  const now = new Date();
  const expiresAt = new Date(now.getTime() + tokenSeconds * 1000);
  const { accessName, refreshName } = sessionCookies(appUrl);
  return Promise.all(
    rows.map(async ({ id, user_id: userId }) => {
      const claims = { userId, sessionId: id, audience: nativeAudience, expiresAt };
      const access = await secrets.signAccessToken(claims, now);
      return {
        sessionId: id,
        cookie: `${accessName}=${access}; ${refreshName}=${refreshTokenOf(secrets, id, 0)}`,
      };
    }),
  );
}
