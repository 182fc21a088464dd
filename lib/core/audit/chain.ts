import type { AuditEventModel } from "@/generated/prisma/models";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { recordAuditEvent } from "./record-audit-event";

/** Arbitrary but unique. */
const chainLock = 7_263_921;
const linkPurpose = "audit-chain";
const checkpointPurpose = "audit-checkpoint";

export interface ChainHead {
  sequence: bigint;
  /** Empty before the first event. */
  hash: Uint8Array;
}

export const emptyChain: ChainHead = { sequence: 0n, hash: new Uint8Array() };

/** False: locked elsewhere. */
async function tryLockChain(tx: Transaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(${chainLock}) AS locked`;
  return row?.locked === true;
}

/** HMAC over the previous hash and the event. */
function linkHash(ctx: CoreContext, before: Uint8Array, sequence: bigint, event: AuditEventModel): Uint8Array {
  return Buffer.from(ctx.secrets.mac(linkPurpose, linkText(before, sequence, event)), "base64url");
}

/** Accepts the present and previous secret. */
export function isLinked(ctx: CoreContext, before: Uint8Array, sequence: bigint, event: AuditEventModel): boolean {
  const hash = Buffer.from(event.hash ?? []).toString("base64url");
  return ctx.secrets.verifyMac(linkPurpose, linkText(before, sequence, event), hash);
}

interface CheckpointFields extends ChainHead {
  at: Date;
  removed: number;
}

export function checkpointMac(ctx: CoreContext, checkpoint: CheckpointFields): string {
  return ctx.secrets.mac(checkpointPurpose, checkpointText(checkpoint));
}

export function isCheckpointOurs(ctx: CoreContext, checkpoint: CheckpointFields & { mac: string }): boolean {
  return ctx.secrets.verifyMac(checkpointPurpose, checkpointText(checkpoint), checkpoint.mac);
}

function checkpointText({ at, sequence, hash, removed }: CheckpointFields): string {
  return canonicalJson({ at: at.toISOString(), sequence: String(sequence), hash: hex(hash), removed });
}

function linkText(before: Uint8Array, sequence: bigint, event: AuditEventModel): string {
  // Excludes the tenant, which follows from target and details and is missing in old events.
  const { id, at, hash: _hash, sequence: _sequence, tenantId: _tenantId, ...rest } = event;
  const said = { ...rest, id: String(id), at: at.toISOString(), sequence: String(sequence) };
  return `${hex(before)}\n${canonicalJson(said)}`;
}

/** Sorts keys, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(",")}}`;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Falls back to the last checkpoint if retention removed all events. */
async function findChainHead(db: Database | Transaction): Promise<ChainHead> {
  const last = await db.auditEvent.findFirst({
    where: { sequence: { not: null } },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
  if (last?.sequence && last.hash) return { sequence: last.sequence, hash: last.hash };
  return (await findChainStart(db)) ?? emptyChain;
}

/** Null: nothing was removed. */
export async function findChainStart(db: Database | Transaction): Promise<ChainHead | null> {
  return db.auditCheckpoint.findFirst({
    where: { removed: { gt: 0 } },
    orderBy: { sequence: "desc" },
    select: { sequence: true, hash: true },
  });
}

const sealBatchSize = 500;

/**
 * Uses short transactions: an interruption leaves a shorter chain, not a broken one. One instance works at a time.
 * Returns the count.
 */
export async function sealAuditEvents(ctx: CoreContext, { batches = 1_000 } = {}): Promise<number> {
  let sealed = 0;
  for (let done = 0; done < batches; done += 1) {
    const count = await ctx.db.$transaction((tx) => sealBatch(ctx, tx));
    sealed += count;
    if (count < sealBatchSize) break;
  }
  return sealed;
}

async function sealBatch(ctx: CoreContext, tx: Transaction): Promise<number> {
  if (!(await tryLockChain(tx))) return 0;
  const events = await tx.auditEvent.findMany({
    where: { sequence: null },
    orderBy: { id: "asc" },
    take: sealBatchSize,
  });
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

const trimBatchSize = 1_000;
const daySeconds = 24 * 60 * 60;

/** Records the new start before deleting. Returns the count. */
export async function trimAuditEvents(ctx: CoreContext, { batches = 20 } = {}): Promise<number> {
  const settings = await ctx.db.settings.findFirst({ select: { auditRetentionDays: true } });
  const auditRetentionDays = settings?.auditRetentionDays ?? null;
  if (auditRetentionDays === null) return 0;
  const until = secondsAfter(ctx.clock.now(), -auditRetentionDays * daySeconds);
  let removed = 0;
  for (let done = 0; done < batches; done += 1) {
    const count = await ctx.db.$transaction((tx) => trimBatch(ctx, tx, until));
    removed += count;
    if (count < trimBatchSize) break;
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
    take: trimBatchSize,
    select: { sequence: true, hash: true, at: true },
  });
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
