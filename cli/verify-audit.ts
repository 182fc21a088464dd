import { hex } from "@/lib/core/audit/chain";
import { type BrokenLink, type Verification, verifyAuditChain } from "@/lib/core/audit/verify-audit-chain";
import { runCommand } from "./command";

/**
 * `npm run audit:verify [-- --from SEQUENCE]`: exits with 1 when the chain is broken. `--from` skips events under an
 * earlier AUTH_SECRET.
 */
const usage = "Usage: npm run audit:verify [-- --from SEQUENCE]";
const [option, given] = process.argv.slice(2);

await runCommand(async (ctx) => {
  if (option !== undefined && (option !== "--from" || !/^[1-9]\d{0,17}$/.test(given ?? ""))) return usage;
  const found = await verifyAuditChain(ctx, given === undefined ? {} : { from: BigInt(given) });
  return found.broken ? sayBroken(found.broken, found) : sayWhole(found);
});

function sayWhole({ checked, removedTo, head, unsealed }: Verification): null {
  console.log(`The audit log is intact: ${checked} events verified, up to event ${head.sequence}.`);
  if (removedTo > 0n) console.log(`Events up to event ${removedTo} were deleted by the retention setting.`);
  if (unsealed > 0)
    console.log(`${unsealed} newer events aren't sealed yet. The running server seals them within a minute.`);
  // A copy kept elsewhere proves that no earlier event was rewritten.
  if (head.sequence > 0n) console.log(`Seal of the last event: ${hex(head.hash)}`);
  return null;
}

function sayBroken({ what, sequence, eventId }: BrokenLink, { checked }: Verification): string {
  const event = eventId === null ? "" : ` (event ${eventId})`;
  const words = {
    changed: `Event ${sequence}${event} doesn't match its seal. It was changed, moved or inserted, or sealed with an unknown AUTH_SECRET`,
    missing: `Event ${sequence} is missing`,
    cut_off: `The end of the log is missing. An earlier verification saw another event ${sequence}${event}, or a later one`,
    checkpoint: `The record of deleted or verified events up to ${sequence} is missing or was changed`,
    unsealed: `Event ${eventId} is more than 15 minutes old and isn't sealed. The server hasn't run since, or someone prevents sealing`,
  } satisfies Record<BrokenLink["what"], string>;
  return `The audit log was tampered with or damaged. ${words[what]}. The ${checked} events before it are intact.`;
}
