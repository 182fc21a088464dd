import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { tenantAfterDeletion } from "./schedule-deletion";

export interface Deletion {
  /** Null: not asked for. */
  dueAt: Date | null;
  hasPassword: boolean;
  /** What becomes of the tenant: closed with the account, kept by others, or left without an owner, which is refused. */
  tenant: "closed" | "kept" | "ownerless";
}

/** What deleting the account would mean, told before it is asked for. */
export async function getDeletion(ctx: CoreContext, actor: UserActor): Promise<Deletion> {
  const user = await ctx.db.user.findUniqueOrThrow({ where: { id: actor.user.id } });
  const tenant = await tenantAfterDeletion(ctx.db, user);
  return { dueAt: user.deletionDueAt, hasPassword: user.passwordHash !== null, tenant };
}
