import "./set-up-process";
import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { plainReason } from "@/lib/platform/plain-reason";
import { Stopped } from "@/lib/platform/stop-signals";

/**
 * What every command shares: it says in one line why it could not, where that is known, and ends with 1; or as the signal
 * says that asked it to end.
 */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    // What was left to itself must not keep the process.
    if (thrown instanceof Stopped) process.exit(thrown.exitCode);
    console.error(plainReason(thrown) ?? unavailable(thrown) ?? thrown);
    process.exitCode = 1;
  }
}

function unavailable(thrown: unknown): string | null {
  return isDatabaseUnavailable(thrown) ? `The database isn't available: ${reasonOf(thrown)}.` : null;
}
