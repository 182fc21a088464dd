import type { User } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockAdmins } from "./admins";
import { lockUser } from "./lock-user";

/** Who acts on somebody else's account: an admin of the console, or whoever runs the server, at its command line. */
export type Operator = AdminActor | "command line";

/** An admin proves the account again before what is dangerous; whoever owns the machine needs no proof. */
export function requireProofOf(ctx: CoreContext, operator: Operator): Result<undefined, "step_up_required"> {
  return operator === "command line" ? ok() : requireRecentProof(ctx, operator);
}

/**
 * The account that is acted on, held, while nobody's rights change. An admin who lost theirs a moment ago is refused;
 * an unknown id is answered like one that cannot be.
 */
export async function holdUser(
  tx: Transaction,
  operator: Operator,
  typedId: string,
): Promise<Result<User, "user_not_found" | "admin_required">> {
  if (!isId(typedId)) return err("user_not_found");
  await lockAdmins(tx);
  if (operator !== "command line") {
    const own = { id: operator.user.id, isAdmin: true, deactivatedAt: null };
    if ((await tx.user.count({ where: own })) === 0) return err("admin_required");
  }
  const id = typedId.toLowerCase();
  await lockUser(tx, id);
  const user = await tx.user.findUnique({ where: { id } });
  return user ? ok(user) : err("user_not_found");
}

export function isOwnAccount(operator: Operator, userId: string): boolean {
  return operator !== "command line" && operator.user.id === userId.toLowerCase();
}
