import type { Cluster } from "./cluster-directory";
import { nameOfUser } from "./embedded-user";

const meanings: [says: RegExp, means: (place: { directory: string; user: string; said: string }) => string][] = [
  [
    /could not look up effective user ID|user does not exist/,
    ({ user }) =>
      `PostgreSQL can't run as the user ${user}, who has no entry in /etc/passwd. Start Foyer as a user who has one (in a container, one of the image's own), or set DATABASE_URL.`,
  ],
  [
    /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/,
    ({ directory }) =>
      `There's no room for a database in ${directory}: the disk is full. Free 200 MB, or set DATA_DIR to another disk.`,
  ],
  [
    /File too large|EFBIG/,
    ({ directory }) =>
      `There's no room for a database in ${directory}: files may not be that large here. Raise the limit (ulimit -f), or set DATABASE_URL.`,
  ],
  [
    /Read-only file system|EROFS/,
    ({ directory }) => `Can't write to ${directory}: the file system is read-only. Set DATA_DIR to another directory.`,
  ],
  [
    /error while loading shared libraries|spawn .*(?:ENOENT|EACCES|ENOEXEC)/,
    () => "This system can't run the PostgreSQL that comes with Foyer. Set DATABASE_URL to a PostgreSQL database.",
  ],
  [
    /Permission denied|Operation not permitted|EACCES|EPERM/,
    ({ directory, user }) =>
      `Can't write to ${directory}: the user ${user} isn't allowed to. Start Foyer as the owner of that directory, or set DATA_DIR.`,
  ],
  [
    /shared memory|semaphores|Cannot allocate memory|Resource temporarily unavailable|EAGAIN|ENOMEM/,
    () =>
      "The system gave PostgreSQL too little memory or too few processes. Raise the limits of this machine or container, or set DATABASE_URL.",
  ],
  [
    /PANIC:|could not (?:open|read|access) (?:file|directory)/,
    ({ directory, said }) =>
      `PostgreSQL doesn't start in ${directory}, where files are missing or damaged: ${said}. Nothing was removed. Bring them back, or move the directory away and restore a backup (docs/backup.md#restore).`,
  ],
];

/** Returns null for an unknown message. */
export function meaningOf(message: string, { directory, identity }: Cluster): string | null {
  const meaning = meanings.find(([says]) => says.test(message));
  if (!meaning) return null;
  const user = nameOfUser(identity?.uid ?? process.getuid?.() ?? 0);
  return meaning[1]({ directory, user, said: faultIn(message) });
}

export function faultIn(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => /(?:error|FATAL|PANIC):/.test(line)) ?? lines[0] ?? message).trim();
}
