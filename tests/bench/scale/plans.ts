import pg from "pg";
import { listAccessRequests } from "@/lib/core/access-requests/queue";
import { listUsers } from "@/lib/core/accounts/users";
import { listAuditEvents } from "@/lib/core/audit/audit-events";
import { requireAdmin } from "@/lib/core/kernel/actors";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { refreshSession } from "@/lib/core/sessions/refresh-session";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { logIn } from "@/lib/core/sign-in/log-in";
import { sweep } from "@/lib/platform/sweep";
import { listAuditSchema } from "@/lib/values/audit";
import { listAccessRequestsSchema } from "@/lib/values/queue";
import { listUsersSchema } from "@/lib/values/users";
import { statementsOf } from "@/tests/support/statements";
import { adminEmail, type Installation, password } from "../harness";
import { measure } from "../plans";

export interface Plans {
  name: string;
  statements: number;
  milliseconds: number;
  /** Whole tables read or sorted. */
  concerns: string[];
  remarks: string[];
}

export async function readPlans({ client, ctx, databaseUrl }: Installation, searched: string): Promise<Plans[]> {
  const outcome = await logIn(ctx, { email: adminEmail, password }, nativeAudience);
  if (!outcome.ok || outcome.value.next !== "session") throw new Error("Signing in failed");
  const { session } = outcome.value;
  const actor = await resolveSession(ctx, session.accessToken, nativeAudience);
  const admin = actor && requireAdmin(actor);
  if (!admin?.ok) throw new Error("Not an admin");
  const acts: Record<string, () => Promise<unknown>> = {
    login: () => logIn(ctx, { email: adminEmail, password }, nativeAudience),
    profile: () => resolveSession(ctx, session.accessToken, nativeAudience),
    refresh: () => refreshSession(ctx, session.refreshToken, nativeAudience),
    "queue page": () => listAccessRequests(ctx, admin.value, listAccessRequestsSchema.parse({ tab: "new" })),
    "user search": () => listUsers(ctx, admin.value, listUsersSchema.parse({ q: searched })),
    "audit page": () => listAuditEvents(ctx, admin.value, listAuditSchema.parse({})),
    sweep: () => sweepOnce(databaseUrl),
  };
  const plans: Plans[] = [];
  for (const [name, act] of Object.entries(acts)) {
    // EXPLAIN ANALYZE would repeat an INSERT.
    const sent = (await statementsOf(act)).filter(
      ({ text }) => /^\s*(select|with|update|delete)\b/i.test(text) && !/\binsert into\b/i.test(text),
    );
    if (sent.length === 0) throw new Error(`No statement of "${name}" was looked at`);
    const total: Plans = { name, statements: sent.length, milliseconds: 0, concerns: [], remarks: [] };
    for (const statement of sent) {
      await client.query("BEGIN");
      const measured = await measure(client, statement).finally(() => client.query("ROLLBACK"));
      total.milliseconds += measured.milliseconds;
      total.concerns.push(...measured.concerns);
      total.remarks.push(...measured.remarks);
    }
    plans.push(total);
  }
  return plans;
}

async function sweepOnce(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  // One round leaves rows for the plans.
  await sweep(pool, { milliseconds: 1 }).finally(() => pool.end());
}
