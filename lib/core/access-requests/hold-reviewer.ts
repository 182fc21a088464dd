import type { ReviewerActor } from "../kernel/actors";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { shareUsers } from "../users/lock-user";
import { reachableReviewers } from "./tell-reviewers";

/**
 * Reads the reviewer's role and account anew, and keeps them and `others` as they are until the transaction ends: the
 * session was read before it began. `admin_required` where the role that the reviewer came with has been taken away.
 */
export async function holdReviewer(
  tx: Transaction,
  { user: { id, isAdmin } }: ReviewerActor,
  others: (string | null | undefined)[] = [],
): Promise<Result<undefined, "admin_required">> {
  await shareUsers(tx, [id, ...others]);
  const role = isAdmin ? { isAdmin } : {};
  const entitled = await tx.user.count({ where: { AND: [{ id, ...role }, reachableReviewers] } });
  return entitled > 0 ? ok() : err("admin_required");
}
