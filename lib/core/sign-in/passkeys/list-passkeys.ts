import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";

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
