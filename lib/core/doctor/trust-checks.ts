import { found, type Outcome } from "../kernel/diagnostics-report";
import type { Examined } from "./reach-checks";

const weakBits = 80;
const megabyte = 1024 * 1024;
const fullBytes = 100 * megabyte;
const lowBytes = 1024 * megabyte;
const lowShare = 0.05;
/** Suffices even below 5% of a big disk. */
const plentyBytes = 10 * 1024 * megabyte;
/** Oldest supported release. */
const oldestNode = [20, 19] as const;
/** By release line (nodejs.org/en/about/previous-releases). */
const nodeEnds: Record<string, string> = { 20: "2026-04-30", 22: "2027-04-30", 24: "2028-04-30" };

export function checkSecret({ facts: { secret } }: Examined): Outcome {
  const { estimatedBits, length, othersMayRead, source } = secret;
  if (source === "missing") return found("secret_missing");
  if (othersMayRead !== 0) return found("secret_exposed", { mode: othersMayRead.toString(8).padStart(3, "0") });
  if (secret.isPlaceholder) return found("secret_placeholder");
  if (estimatedBits < weakBits) return found("secret_weak", { length, bits: Math.floor(estimatedBits) });
  return source === "file" ? found("secret_generated") : found("secret_strong", { length });
}

export function checkRotation({ facts: { database, secret } }: Examined): Outcome {
  if (!secret.hasPrevious) return found("rotation_none");
  if (secret.isPreviousTheSame) return found("rotation_same");
  const content = database.isReachable ? database.content : null;
  return content ? found("rotation_running", { count: content.sealed.previous }) : found("database_needed");
}

/** Checks that sealed second factors, emails and webhook secrets still open. */
export function checkKeys({ facts: { database, secret } }: Examined): Outcome {
  if (!secret.roundTripWorks) return found("keys_broken");
  const content = database.isReachable ? database.content : null;
  if (!content) return found("database_needed");
  if (!content.isOfOurSecret) return found("keys_other");
  const { present, previous, unknown } = content.sealed;
  return unknown > 0 ? found("keys_lost", { count: unknown }) : found("keys_work", { count: present + previous });
}

export function checkAdmins({ facts: { database } }: Examined): Outcome {
  const content = database.isReachable ? database.content : null;
  if (!content) return found("database_needed");
  const { active } = content.admins;
  if (active === 0) return found("admins_none");
  return active === 1 ? found("admins_one") : found("admins_several", { count: active });
}

export function checkSecondFactors({ facts: { database } }: Examined): Outcome {
  const content = database.isReachable ? database.content : null;
  if (!content) return found("database_needed");
  const { isSecondFactorRequired, withoutSecondFactor: count } = content.admins;
  if (count === 0) return found("second_factors_on");
  return found(isSecondFactorRequired ? "second_factors_due" : "second_factors_missing", { count });
}

export function checkNode({ facts: { environment, now } }: Examined): Outcome {
  const { isDevelopment, isLoopbackOnly, nodeVersion: version } = environment;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    return found("node_unsupported", { version });
  }
  if (isDevelopment && !isLoopbackOnly) return found("node_development");
  const ended = nodeEnds[major];
  // Odd releases end when the next even one appears. Unlisted ones are newer.
  if (ended !== undefined && now > new Date(`${ended}T23:59:59Z`)) return found("node_ended", { version, ended });
  return found("node_current", { version });
}

export function checkDisk({ facts: { disks } }: Examined): Outcome {
  const free = (bytes: number) => `${(bytes / megabyte / 1024).toFixed(1)} GiB`;
  const closed = disks.find(({ isWritable }) => !isWritable);
  if (closed) return found("disk_read_only", { path: closed.path });
  const [tightest] = [...disks].sort((one, other) => one.freeBytes - other.freeBytes);
  if (!tightest) return found("disk_enough", { free: "" });
  const { freeBytes, path, totalBytes } = tightest;
  const values = { path, free: free(freeBytes) };
  if (freeBytes < fullBytes) return found("disk_full", values);
  const isScarce = freeBytes < totalBytes * lowShare && freeBytes < plentyBytes;
  return found(freeBytes < lowBytes || isScarce ? "disk_low" : "disk_enough", values);
}
