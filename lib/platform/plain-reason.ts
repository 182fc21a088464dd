import { CannotStart } from "./cannot-start";
import { BadEnvironment } from "./env";

const systemReasons: Record<string, string> = {
  EACCES: "this user isn't allowed to",
  EPERM: "this user isn't allowed to",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
};

/** Null for unknown errors, which need a stack trace. */
export function plainReason(thrown: unknown): string | null {
  if (thrown instanceof CannotStart || thrown instanceof BadEnvironment) return thrown.message;
  const { code = "", path, syscall } = thrown as NodeJS.ErrnoException;
  const reason = systemReasons[code];
  return reason && path ? `Can't ${syscall} ${path}: ${reason}.` : null;
}
