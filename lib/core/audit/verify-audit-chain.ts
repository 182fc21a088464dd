import type { AuditEventModel } from "@/generated/prisma/models";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { type ChainHead, checkpointMac, emptyChain, findChainStart, hex, isCheckpointOurs, isLinked } from "./chain";

const batch = 1_000;
/** The sealer runs every minute. */
const unsealedSecondsMax = 15 * 60;

export interface BrokenLink {
  what:
    | "changed"
    | "missing"
    /** A previously verified end is gone or changed. */
    | "cut_off"
    /** A retention record is missing, changed or forged. */
    | "checkpoint"
    /** Old, but not in the chain. */
    | "unsealed";
  /** Null: no place in the chain. */
  sequence: bigint | null;
  eventId: bigint | null;
}

export interface Verification {
  broken: BrokenLink | null;
  checked: number;
  /** Last place removed by retention. 0: none. */
  removedTo: bigint;
  head: ChainHead;
  /** Not yet in the chain. */
  unsealed: number;
}

/** Stops at the first broken link. Records clean full runs, to detect a cut end. `from` trusts everything before it. */
export async function verifyAuditChain(ctx: CoreContext, { from }: { from?: bigint } = {}): Promise<Verification> {
  const start = await findStart(ctx, from);
  if ("broken" in start) return result({ broken: start.broken });
  const seen = await ctx.db.auditCheckpoint.findFirst({ where: { removed: 0 }, orderBy: { id: "desc" } });
  if (seen && !isCheckpointOurs(ctx, seen)) return result({ broken: broken("checkpoint", seen.sequence) });
  const walked = await walk(ctx, start.head, seen);
  // Retention moved the start meanwhile.
  if (walked.broken && from === undefined && (await hasMoved(ctx, start.head))) return verifyAuditChain(ctx);
  const removedTo = from === undefined ? start.head.sequence : 0n;
  if (walked.broken) return result({ ...walked, removedTo });
  const unsealed = await findUnsealed(ctx);
  if (unsealed.overdue) return result({ ...walked, removedTo, broken: unsealed.overdue });
  if (from === undefined) await writeDown(ctx, walked.head);
  return result({ ...walked, removedTo, unsealed: unsealed.count });
}

function result(found: Partial<Verification>): Verification {
  return { broken: null, checked: 0, removedTo: 0n, head: emptyChain, unsealed: 0, ...found };
}

function broken(what: BrokenLink["what"], sequence: bigint | null, eventId: bigint | null = null): BrokenLink {
  return { what, sequence, eventId };
}

async function findStart(ctx: CoreContext, from?: bigint): Promise<{ head: ChainHead } | { broken: BrokenLink }> {
  if (from !== undefined && from > 1n) {
    const before = await ctx.db.auditEvent.findUnique({ where: { sequence: from - 1n } });
    return before?.hash
      ? { head: { sequence: from - 1n, hash: before.hash } }
      : { broken: broken("missing", from - 1n) };
  }
  const cuts = await ctx.db.auditCheckpoint.findMany({ where: { removed: { gt: 0 } }, orderBy: { sequence: "asc" } });
  let head = emptyChain;
  for (const cut of cuts) {
    const followsOn = cut.sequence - BigInt(cut.removed) === head.sequence;
    if (!followsOn || !isCheckpointOurs(ctx, cut)) return { broken: broken("checkpoint", cut.sequence) };
    head = { sequence: cut.sequence, hash: cut.hash };
  }
  return { head };
}

async function hasMoved(ctx: CoreContext, start: ChainHead): Promise<boolean> {
  return ((await findChainStart(ctx.db))?.sequence ?? 0n) > start.sequence;
}

async function walk(ctx: CoreContext, start: ChainHead, seen: ChainHead | null) {
  let head = start;
  let checked = 0;
  for (;;) {
    const events = await ctx.db.auditEvent.findMany({
      where: { sequence: { gt: head.sequence } },
      orderBy: { sequence: "asc" },
      take: batch,
    });
    for (const event of events) {
      const fault = findFault(ctx, head, event, seen);
      if (fault) return { broken: fault, checked, head };
      head = { sequence: head.sequence + 1n, hash: event.hash ?? new Uint8Array() };
      checked += 1;
    }
    if (events.length < batch) break;
  }
  const isCutOff = seen !== null && seen.sequence > head.sequence;
  return { broken: isCutOff ? broken("cut_off", head.sequence + 1n) : null, checked, head };
}

function findFault(
  ctx: CoreContext,
  before: ChainHead,
  event: AuditEventModel,
  seen: ChainHead | null,
): BrokenLink | null {
  const sequence = before.sequence + 1n;
  if (event.sequence !== sequence) return broken("missing", sequence);
  if (!isLinked(ctx, before.hash, sequence, event)) return broken("changed", sequence, event.id);
  const isWhereSeen = seen?.sequence === sequence;
  if (isWhereSeen && hex(seen.hash) !== hex(event.hash ?? new Uint8Array())) {
    return broken("cut_off", sequence, event.id);
  }
  return null;
}

async function findUnsealed(ctx: CoreContext): Promise<{ count: number; overdue: BrokenLink | null }> {
  const where = { OR: [{ sequence: null }, { hash: null }] };
  const overdue = await ctx.db.auditEvent.findFirst({
    where: { ...where, at: { lt: secondsAfter(ctx.clock.now(), -unsealedSecondsMax) } },
    orderBy: { id: "asc" },
    select: { id: true, sequence: true },
  });
  if (overdue) return { count: 0, overdue: broken("unsealed", overdue.sequence, overdue.id) };
  return { count: await ctx.db.auditEvent.count({ where: { sequence: null } }), overdue: null };
}

async function writeDown(ctx: CoreContext, head: ChainHead): Promise<void> {
  const checkpoint = { at: ctx.clock.now(), sequence: head.sequence, hash: Buffer.from(head.hash), removed: 0 };
  await ctx.db.$transaction([
    ctx.db.auditCheckpoint.deleteMany({ where: { removed: 0 } }),
    ctx.db.auditCheckpoint.create({ data: { ...checkpoint, mac: checkpointMac(ctx, checkpoint) } }),
  ]);
}
