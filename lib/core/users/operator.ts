import type { User } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import type { ConsoleRole } from "@/lib/values/users";
import type { AdminActor } from "../kernel/actors";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockUser } from "./lock-user";

export type Operator = AdminActor | "command line";

/** Refuses an admin who has lost the role. */
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

/** Take it before row locks, so two admins can't remove each other. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('foyer.admins'))`;
}

/** Admins with a scheduled deletion don't count. */
export async function isLastAdmin(tx: Transaction, userId: string): Promise<boolean> {
  const other = { isAdmin: true, deactivatedAt: null, deletionDueAt: null, id: { not: userId } };
  return (await tx.user.findFirst({ where: other, select: { id: true } })) === null;
}

export function consoleRoleOf(user: { isAdmin: boolean; isReviewer: boolean }): ConsoleRole {
  if (user.isAdmin) return "admin";
  return user.isReviewer ? "reviewer" : "user";
}
