import { sendDigests } from "./access/send-digests";
import { completeDueDeletions } from "./account/deletion/complete-deletions";
import { remindOfExpiringKeys } from "./api-keys/remind-expiring";
import type { CoreContext } from "./context";
import { watchFailures } from "./login/watch-failures";
import { remindUnenrolled } from "./mfa/required/remind-unenrolled";
import { completeDueMfaResets } from "./mfa/reset/complete-mfa-resets";
import { ageOutUnconfirmed } from "./queue/age-out-unconfirmed";
import { eraseOldRejections } from "./queue/erase-request";
import { settleDueRequests } from "./queue/settle-due-requests";

/** What was put off and is due now. Safe to do in several processes at once, and twice. */
export async function doDueWork(ctx: CoreContext): Promise<void> {
  await completeDueMfaResets(ctx);
  await completeDueDeletions(ctx);
  await remindOfExpiringKeys(ctx);
  await remindUnenrolled(ctx);
  await sendDigests(ctx);
  await settleDueRequests(ctx);
  await ageOutUnconfirmed(ctx);
  await eraseOldRejections(ctx);
  await watchFailures(ctx);
}
