import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { plainReason } from "@/lib/platform/plain-reason";
import { Stopped } from "@/lib/platform/stop-signals";
import { signal } from "./set-up-process";

/** Prints a known error and exits with 1, or with the signal's code. */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const stopped: unknown = signal.reason;
    if (stopped instanceof Stopped) process.exit(stopped.exitCode);
    console.error(plainReason(thrown) ?? unavailable(thrown) ?? thrown);
    process.exitCode = 1;
  }
}

function unavailable(thrown: unknown): string | null {
  return isDatabaseUnavailable(thrown) ? `The database isn't available: ${reasonOf(thrown)}.` : null;
}
