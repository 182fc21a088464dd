import { spawnSync } from "node:child_process";

export interface Identity {
  uid: number;
  gid: number;
}

const userName = "postgres";

/**
 * PostgreSQL refuses to run as root: then it runs as the system's `postgres` user, which is created when there is none.
 * Null for an ordinary user, who runs it as themselves.
 */
export function findIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const existing = readIdentity();
  if (existing) return existing;
  spawnSync("groupadd", ["--system", userName]);
  spawnSync("useradd", ["--system", "--gid", userName, "--no-create-home", "--shell", "/usr/sbin/nologin", userName]);
  const created = readIdentity();
  if (created) return created;
  throw new Error(
    `PostgreSQL cannot run as root, and the user "${userName}" could not be created. Create it, start as an ordinary user, or set DATABASE_URL.`,
  );
}

function readIdentity(): Identity | null {
  const ask = (flag: string) => Number.parseInt(spawnSync("id", [flag, userName]).stdout?.toString() ?? "", 10);
  const identity = { uid: ask("-u"), gid: ask("-g") };
  return Number.isInteger(identity.uid) && Number.isInteger(identity.gid) ? identity : null;
}

/** Whether that user can enter the directory: every directory above counts. */
export function canReach(identity: Identity, directory: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...identity, cwd: "/" }).status === 0;
}
