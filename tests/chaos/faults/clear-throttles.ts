import type { Installation } from "./installation";

/**
 * Attempts reserved before a kill stay counted, and four pause the account. Clearing them tells a wrong password from a
 * pause.
 */
export async function clearThrottles(installation: Installation): Promise<void> {
  await installation.withDatabase((client) =>
    client.query("UPDATE attempt_budgets SET failures = 0, blocked_until = NULL"),
  );
}
