import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { checkpointMac, tryLockChain } from "./chain";
import { recordAuditEvent } from "./record-audit-event";

const batch = 1_000;
const daySeconds = 24 * 60 * 60;

/**
 * Removes events that are older than the setting from the front of the chain, and nothing that is not sealed. Each
 * batch first writes down where the chain begins from then on. Answers how many. `batches`: stop after so many; the
 * next time goes on from there.
 */
export async function trimAuditEvents(ctx: CoreContext, { batches = 20 } = {}): Promise<number> {
  const settings = await ctx.db.settings.findFirst({ select: { auditRetentionDays: true } });
  const auditRetentionDays = settings?.auditRetentionDays ?? null;
  if (auditRetentionDays === null) return 0;
  const until = secondsAfter(ctx.clock.now(), -auditRetentionDays * daySeconds);
  let removed = 0;
  for (let done = 0; done < batches; done += 1) {
    const count = await ctx.db.$transaction((tx) => trimBatch(ctx, tx, until));
    removed += count;
    if (count < batch) break;
  }
  if (removed > 0) {
    const details = { removed, olderThanDays: auditRetentionDays };
    await recordAuditEvent(ctx, ctx.db, { action: "audit.trimmed", actor: "system", details });
  }
  return removed;
}

async function trimBatch(ctx: CoreContext, tx: Transaction, until: Date): Promise<number> {
  if (!(await tryLockChain(tx))) return 0;
  const front = await tx.auditEvent.findMany({
    where: { sequence: { not: null } },
    orderBy: { sequence: "asc" },
    take: batch,
    select: { sequence: true, hash: true, at: true },
  });
  // Only as far as all are old: what stays must follow on without a gap.
  const firstToStay = front.findIndex(({ at }) => at >= until);
  const old = firstToStay === -1 ? front : front.slice(0, firstToStay);
  const last = old.at(-1);
  if (!last?.sequence || !last.hash) return 0;
  const checkpoint = { at: ctx.clock.now(), sequence: last.sequence, hash: last.hash, removed: old.length };
  await tx.auditCheckpoint.create({ data: { ...checkpoint, mac: checkpointMac(ctx, checkpoint) } });
  await tx.$executeRaw`SELECT set_config('foyer.audit_retention', 'on', true)`;
  await tx.$executeRaw`DELETE FROM audit_events WHERE sequence <= ${last.sequence}`;
  await tx.$executeRaw`SELECT set_config('foyer.audit_retention', 'off', true)`;
  return old.length;
}
