import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { secondsAfter, stepUpSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

export interface PasskeyView {
  id: string;
  name: string;
  createdAt: Date;
  /** Null: never used. */
  lastUsedAt: Date | null;
  /** True when its keeper copies it to other devices. */
  synced: boolean;
}

export const passkeyColumns = { id: true, name: true, createdAt: true, lastUsedAt: true, backedUp: true } as const;

/** The actor's own passkeys, the oldest first. Ids are not credentials. */
export async function listPasskeys(ctx: CoreContext, actor: UserActor): Promise<PasskeyView[]> {
  const rows = await ctx.db.passkey.findMany({
    where: { userId: actor.user.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: passkeyColumns,
  });
  return rows.map(toPasskeyView);
}

export function toPasskeyView(row: Omit<PasskeyView, "synced"> & { backedUp: boolean }): PasskeyView {
  const { backedUp, ...rest } = row;
  return { ...rest, synced: backedUp };
}

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

type Refusal = "passkey_not_found" | "last_way_in" | "step_up_required";

/**
 * Removes one of the actor's passkeys and tells the owner. Needs a recent proof. The last one stays while the account
 * has neither a password nor a connected account to sign in with. What it has proven for sessions, this one too, counts
 * no longer.
 */
export async function removePasskey(
  ctx: CoreContext,
  actor: UserActor,
  input: { id: string },
): Promise<Result<undefined, Refusal>> {
  const recent = requireRecentProof(ctx, actor);
  if (!recent.ok) return recent;
  const { id } = input;
  if (!isId(id)) return err("passkey_not_found");
  const userId = actor.user.id;
  return inTransaction<undefined, Refusal>(ctx, async (tx) => {
    await lockUser(tx, userId);
    const passkey = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
    if (!passkey) return err("passkey_not_found");
    if (!(await hasOtherWayIn(tx, userId, id))) return err("last_way_in");
    await takeProofBack(tx, id, ctx.clock.now());
    await tx.passkey.delete({ where: { id } });
    await recordAuditEvent(ctx, tx, {
      action: "passkey.removed",
      actor,
      target: { type: "passkey", id },
      details: { name: passkey.name },
    });
    await sendSecurityNotice(ctx, tx, actor.user, "passkey-removed", { passkey: passkey.name });
    return ok();
  });
}

/** Makes the proofs of the passkey's sessions too old for acts behind step-up. The database takes the passkey itself. */
async function takeProofBack(tx: Transaction, passkeyId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE sessions SET second_factor_at = NULL,
      authenticated_at = LEAST(authenticated_at, ${secondsAfter(now, -stepUpSeconds)}::timestamptz)
    WHERE passkey_id = ${passkeyId}::uuid`;
}

async function hasOtherWayIn(tx: Transaction, userId: string, passkeyId: string): Promise<boolean> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: {
      passwordHash: true,
      _count: { select: { passkeys: { where: { id: { not: passkeyId } } }, externalIdentities: true } },
    },
  });
  return user !== null && (user.passwordHash !== null || user._count.passkeys + user._count.externalIdentities > 0);
}
