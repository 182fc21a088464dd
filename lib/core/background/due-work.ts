import { ageOutUnconfirmed, eraseOldRejections } from "../access-requests/erase";
import { sendDigests } from "../access-requests/notices";
import { settleDueRequests } from "../access-requests/settle";
import { completeDueDeletions } from "../accounts/deletion";
import { remindOfExpiringKeys } from "../api-keys/remind-expiring";
import type { CoreContext } from "../kernel/context";
import { watchFailures } from "../sign-in/failed-attempts";
import { remindUnenrolled } from "../sign-in/mfa/requirement";
import { completeDueMfaResets } from "../sign-in/mfa/reset";

/** Safe to run twice and concurrently. */
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
