import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction } from "../../kernel/database";
import { err, ok, type Result } from "../../kernel/result";
import { type PasskeyView, passkeyColumns, toPasskeyView } from "./list-passkeys";

/** Names one of the actor's passkeys anew. Somebody else's and an unknown one are answered alike. */
export async function renamePasskey(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string; name: string },
): Promise<Result<PasskeyView, "passkey_not_found">> {
  const { id, name } = input;
  if (!isId(id)) return err("passkey_not_found");
  return inTransaction<PasskeyView, "passkey_not_found">(ctx, async (tx) => {
    const [renamed] = await tx.passkey.updateManyAndReturn({
      where: { id, userId: actor.user.id },
      data: { name },
      select: passkeyColumns,
    });
    if (!renamed) return err("passkey_not_found");
    await recordAuditEvent(ctx, tx, {
      action: "passkey.renamed",
      actor,
      target: { type: "passkey", id },
      details: { name },
    });
    return ok(toPasskeyView(renamed));
  });
}
