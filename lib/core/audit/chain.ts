import type { AuditEventModel } from "@/generated/prisma/models";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";

/** Held by whoever lengthens or shortens the chain, until its transaction ends. Any number that nothing else uses. */
const chainLock = 7_263_921;
const linkPurpose = "audit-chain";
const checkpointPurpose = "audit-checkpoint";

/** The end of the chain, or a place in it. */
export interface ChainHead {
  sequence: bigint;
  /** Empty before the first event. */
  hash: Uint8Array;
}

export const emptyChain: ChainHead = { sequence: 0n, hash: new Uint8Array() };

/** False when somebody else has it. */
export async function tryLockChain(tx: Transaction): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(${chainLock}) AS locked`;
  return row?.locked === true;
}

/** The hash of an event that follows `before`: an HMAC over that hash and all that the event says. */
export function linkHash(ctx: CoreContext, before: Uint8Array, sequence: bigint, event: AuditEventModel): Uint8Array {
  return Buffer.from(ctx.secrets.mac(linkPurpose, linkText(before, sequence, event)), "base64url");
}

/** True under the present and the previous secret. */
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
  // The tenant follows from the target and the details, which are part of it; events from before have none.
  const { id, at, hash: _hash, sequence: _sequence, tenantId: _tenantId, ...rest } = event;
  const said = { ...rest, id: String(id), at: at.toISOString(), sequence: String(sequence) };
  return `${hex(before)}\n${canonicalJson(said)}`;
}

/** The same text for the same value, in whatever order its fields are stored. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value ?? null);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(",")}}`;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
