import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { plainReason } from "@/lib/platform/plain-reason";
import { Stopped } from "@/lib/platform/stop-signals";
import { signal } from "./set-up-process";

/**
 * What every command shares: it says in one line why it could not, where that is known, and ends with 1; or as the signal
 * says that asked it to end.
 */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    // Asked to end meanwhile: whatever failed then is no news, and what was left to itself must not keep the process.
    const stopped: unknown = signal.reason;
    if (stopped instanceof Stopped) process.exit(stopped.exitCode);
    console.error(plainReason(thrown) ?? unavailable(thrown) ?? thrown);
    process.exitCode = 1;
  }
}

function unavailable(thrown: unknown): string | null {
  return isDatabaseUnavailable(thrown) ? `The database isn't available: ${reasonOf(thrown)}.` : null;
}
