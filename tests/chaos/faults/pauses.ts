import type { Stage } from "./stage";

/**
 * An attempt is counted before a password is looked at, and stays counted when a kill comes between the two. After four
 * of them the account pauses, which is right, and the right password is refused then, which nobody can tell from a lost
 * one. So what this trial has counted is forgotten after each kill.
 */
export async function endPauses(stage: Stage): Promise<void> {
  await stage.withDatabase((client) => client.query("UPDATE attempt_budgets SET failures = 0, blocked_until = NULL"));
}
