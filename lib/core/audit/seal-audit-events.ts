import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { hex, linkHash, tryLockChain } from "./chain";
import { findChainHead } from "./find-chain-head";

const batch = 500;

/**
 * Gives the events that were written since the last time their places in the chain, in short transactions: whoever is
 * stopped in between leaves a shorter chain and no broken one. Of several at once one does the work. Answers how many.
 * `batches`: stop after so many.
 */
export async function sealAuditEvents(ctx: CoreContext, { batches = 1_000 } = {}): Promise<number> {
  let sealed = 0;
  for (let done = 0; done < batches; done += 1) {
    const count = await ctx.db.$transaction((tx) => sealBatch(ctx, tx));
    sealed += count;
    if (count < batch) break;
  }
  return sealed;
}

async function sealBatch(ctx: CoreContext, tx: Transaction): Promise<number> {
  if (!(await tryLockChain(tx))) return 0;
  const events = await tx.auditEvent.findMany({ where: { sequence: null }, orderBy: { id: "asc" }, take: batch });
  if (events.length === 0) return 0;
  let { sequence, hash } = await findChainHead(tx);
  const links = events.map((event) => {
    sequence += 1n;
    hash = linkHash(ctx, hash, sequence, event);
    return { id: String(event.id), sequence: String(sequence), hash: hex(hash) };
  });
  await tx.$executeRaw`
    UPDATE audit_events SET sequence = link.sequence, hash = decode(link.hash, 'hex')
    FROM json_to_recordset(${JSON.stringify(links)}::json) AS link(id bigint, sequence bigint, hash text)
    WHERE audit_events.id = link.id`;
  return events.length;
}
