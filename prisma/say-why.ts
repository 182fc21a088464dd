import "./set-up-process";
import { isDatabaseUnavailable } from "@/lib/api/http/unavailable";
import { CannotStart } from "@/lib/platform/cannot-start";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { BadEnvironment } from "@/lib/platform/env";

/** What every command shares: it says in one line why it could not, where that is known, and ends with 1. */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    console.error(plainReason(thrown) ?? thrown);
    process.exitCode = 1;
  }
}

const systemReasons: Record<string, string> = {
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "it's on a read-only file system",
  ENOSPC: "the disk is full",
};

/** Null for what nobody has thought of: then the trace is worth more. */
function plainReason(thrown: unknown): string | null {
  if (thrown instanceof CannotStart || thrown instanceof BadEnvironment) return thrown.message;
  const { code = "", path, syscall } = thrown as NodeJS.ErrnoException;
  const reason = systemReasons[code];
  if (reason && path) return `Can't ${syscall} ${path}: ${reason}.`;
  return isDatabaseUnavailable(thrown) ? `The database isn't available: ${reasonOf(thrown)}.` : null;
}
