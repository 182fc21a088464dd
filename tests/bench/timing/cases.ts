import type pg from "pg";
import { type Caller, call, password } from "../harness";

/** What response times must not reveal. */
export const kinds = ["unknown", "known", "deactivated", "unverified"] as const;
export type Kind = (typeof kinds)[number];

/** All kinds have addresses of the same form. */
export function addressOf(kind: Kind, index: number): string {
  return `p${String(index * kinds.length + kinds.indexOf(kind)).padStart(8, "0")}@company.example`;
}

export async function addAccounts(client: pg.ClientBase, count: number, passwordHash: string): Promise<void> {
  const id = (kind: number) => `('${kind}0000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const series = `FROM generate_series(0, $1::int * ${kinds.length} - 1) AS n WHERE n % ${kinds.length} > 0`;
  await client.query(
    `INSERT INTO tenants (id, name, buyer_mode, updated_at) SELECT ${id(1)}, 'Company', 'OTHER', now() ${series}`,
    [count],
  );
  await client.query(
    `INSERT INTO users (id, tenant_id, email, name, password_hash, email_verified_at, deactivated_at, updated_at)
     SELECT ${id(2)}, ${id(1)}, 'p' || lpad(n::text, 8, '0') || '@company.example', 'Jo Doe', $2,
       CASE WHEN n % ${kinds.length} <> ${kinds.indexOf("unverified")} THEN now() END,
       CASE WHEN n % ${kinds.length} = ${kinds.indexOf("deactivated")} THEN now() END, now() ${series}`,
    [count, passwordHash],
  );
  await client.query("VACUUM ANALYZE users");
}

export interface Case {
  name: string;
  /** Per kind and set. */
  samples: number;
  against: readonly Kind[];
  status: number;
  act(guest: Caller, members: Caller[], email: string, turn: number): Promise<Response>;
}

const known = ["known"] as const;
const accounts = ["known", "deactivated", "unverified"] as const;

export const cases: Case[] = [
  {
    name: "login, wrong password",
    samples: 1000,
    against: known,
    status: 401,
    act: (guest, _members, email) => call(guest, "/auth/login", { email, password: "not the right password" }),
  },
  {
    name: "request-access",
    samples: 500,
    against: known,
    status: 202,
    act: (guest, _members, email) =>
      call(guest, "/auth/request-access", {
        email,
        name: "Jo Doe",
        organization: "Company",
        buyerMode: "OTHER",
        useCase: "We try things out.",
      }),
  },
  {
    name: "request-password-reset",
    samples: 500,
    against: accounts,
    status: 200,
    act: (guest, _members, email) => call(guest, "/auth/request-password-reset", { email }),
  },
  {
    name: "resend-verification-email",
    samples: 500,
    against: accounts,
    status: 200,
    act: (guest, _members, email) => call(guest, "/auth/resend-verification-email", { email }),
  },
  {
    name: "change-email",
    samples: 500,
    against: known,
    status: 200,
    act: (_guest, members, newEmail, turn) =>
      call(members[turn % members.length] as Caller, "/auth/change-email", { newEmail, currentPassword: password }),
  },
];
