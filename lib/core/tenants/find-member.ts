import type { User } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import type { UserActor } from "../kernel/actors";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { lockTeam } from "./lock-team";

/**
 * A member of the actor's tenant, held together with the actor and the tenant. Somebody of another tenant is answered
 * like nobody at all.
 */
export async function findHeldMember(
  tx: Transaction,
  actor: UserActor,
  typedId: string,
): Promise<Result<User, "member_not_found">> {
  if (!isId(typedId)) return err("member_not_found");
  // Ids compare without regard to case in the database, and locks are taken in their order.
  const id = typedId.toLowerCase();
  await lockTeam(tx, [actor.user.id, id], [actor.tenant.id]);
  const member = await tx.user.findUnique({ where: { id, tenantId: actor.tenant.id } });
  return member ? ok(member) : err("member_not_found");
}
