import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";

export interface ChainStatus {
  /** Up to when events are sealed. Null: none is yet. */
  sealedUntil: Date | null;
  sealedTo: string;
  /** When the whole chain was found in order last. Null: never. */
  verifiedAt: Date | null;
}

/** How far the audit log is sealed, and when that was checked. */
export async function getChainStatus(ctx: CoreContext, _admin: AdminActor): Promise<ChainStatus> {
  const [last, verified] = await Promise.all([
    ctx.db.auditEvent.findFirst({
      where: { sequence: { not: null } },
      orderBy: { sequence: "desc" },
      select: { at: true, sequence: true },
    }),
    ctx.db.auditCheckpoint.findFirst({ where: { removed: 0 }, orderBy: { id: "desc" }, select: { at: true } }),
  ]);
  return {
    sealedUntil: last?.at ?? null,
    sealedTo: String(last?.sequence ?? 0),
    verifiedAt: verified?.at ?? null,
  };
}
