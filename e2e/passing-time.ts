import { Client } from "pg";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { dataDirOfServer } from "./data-dir";

/** Ten minutes and more since an account was last proven: the one thing that a browser test cannot wait for. */
export async function letProofsAge(email: string): Promise<void> {
  const { url } = await startEmbeddedPostgres({ dataDir: dataDirOfServer(), log: () => undefined });
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes',
       second_factor_at = second_factor_at - interval '11 minutes'
     WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
    [email],
  );
  await client.end();
}
