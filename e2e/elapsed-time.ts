import { Client } from "pg";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { dataDirOfServer } from "./data-dir";

/** Expires the step-up of all sessions (ten minutes). */
export async function expireStepUp(email: string): Promise<void> {
  await change(
    `UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes',
       second_factor_at = second_factor_at - interval '11 minutes'
     WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
    email,
  );
}

/** As after twenty wrong authentication codes. */
export async function pauseCodes(email: string): Promise<void> {
  await change(
    `UPDATE attempt_budgets SET blocked_until = now() + interval '20 hours'
     WHERE device = 'code:all' AND user_id = (SELECT id FROM users WHERE email = $1)`,
    email,
  );
}

async function change(statement: string, email: string): Promise<void> {
  const { url } = await startEmbeddedPostgres({ dataDir: dataDirOfServer(), log: () => undefined });
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement, [email]);
  await client.end();
}
