import { hex } from "@/lib/core/audit/chain";
import { type BrokenLink, type Verification, verifyAuditChain } from "@/lib/core/audit/verify-audit-chain";
import { runCommand } from "./command";

/**
 * `npm run audit:verify`: walks the audit log's chain and says where it is broken first; exit code 1 then.
 * `-- --from SEQUENCE` begins there and takes what is before for granted, for events that were sealed under an
 * AUTH_SECRET that is gone.
 */
const usage = "Usage: npm run audit:verify [-- --from SEQUENCE]";
const [option, given] = process.argv.slice(2);

await runCommand(async (ctx) => {
  if (option !== undefined && (option !== "--from" || !/^[1-9]\d{0,17}$/.test(given ?? ""))) return usage;
  const found = await verifyAuditChain(ctx, given === undefined ? {} : { from: BigInt(given) });
  return found.broken ? sayBroken(found.broken, found) : sayWhole(found);
});

function sayWhole({ checked, removedTo, head, unsealed }: Verification): null {
  console.log(`The audit log is whole: ${checked} events checked, up to number ${head.sequence}.`);
  if (removedTo > 0n) console.log(`Events up to number ${removedTo} were removed by the retention setting.`);
  if (unsealed > 0) console.log(`${unsealed} newer ones are sealed within a minute, while the server runs.`);
  // Kept elsewhere, it shows later that nothing before it was written anew.
  if (head.sequence > 0n) console.log(`Seal of the last one: ${hex(head.hash)}`);
  return null;
}

function sayBroken({ what, sequence, eventId }: BrokenLink, { checked }: Verification): string {
  const event = eventId === null ? "" : ` (event ${eventId})`;
  const words = {
    changed: `Event number ${sequence}${event} is not as it was sealed: changed, moved or inserted, or sealed under an AUTH_SECRET that is neither the present nor the previous one`,
    missing: `Event number ${sequence} is missing`,
    cut_off: `The log has been cut off: an earlier verification saw another event number ${sequence}${event}, or one after it`,
    checkpoint: `The record of what was removed or verified up to number ${sequence} is missing, altered or made up`,
    unsealed: `Event ${eventId} was written more than 15 minutes ago and is not sealed: the server has not run since, or somebody keeps it from being sealed`,
  } satisfies Record<BrokenLink["what"], string>;
  return `The audit log is broken. ${words[what]}. ${checked} events before it are in order.`;
}
