import type { User } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import type { ConsoleRole } from "@/lib/values/users";
import { type AdminActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
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

/**
 * Who is an admin is decided by one transaction at a time: two of them may be taking each other's rights, or leaving.
 * Taken before any row.
 */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('foyer.admins'))`;
}

/** True when nobody else could administer this instance: whoever is about to leave does not count. */
export async function isLastAdmin(tx: Transaction, userId: string): Promise<boolean> {
  const other = { isAdmin: true, deactivatedAt: null, deletionDueAt: null, id: { not: userId } };
  return (await tx.user.findFirst({ where: other, select: { id: true } })) === null;
}

/** The role in the console that a user's flags stand for. */
export function consoleRoleOf(user: { isAdmin: boolean; isReviewer: boolean }): ConsoleRole {
  if (user.isAdmin) return "admin";
  return user.isReviewer ? "reviewer" : "user";
}
