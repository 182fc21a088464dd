import type { Database, Transaction } from "../kernel/database";
import { type ChainHead, emptyChain } from "./chain";

/** What the next event builds on: the last sealed one or, when retention has removed them all, where it stopped. */
export async function findChainHead(db: Database | Transaction): Promise<ChainHead> {
  const last = await db.auditEvent.findFirst({
    where: { sequence: { not: null } },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
  if (last?.sequence && last.hash) return { sequence: last.sequence, hash: last.hash };
  return (await findChainStart(db)) ?? emptyChain;
}

/** Where retention has cut last. Null: nothing was ever removed. */
export async function findChainStart(db: Database | Transaction): Promise<ChainHead | null> {
  return db.auditCheckpoint.findFirst({
    where: { removed: { gt: 0 } },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
}
