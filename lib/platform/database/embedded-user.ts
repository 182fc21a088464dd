import { spawnSync } from "node:child_process";
import { lchownSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { CannotStart } from "../cannot-start";

export interface Identity {
  uid: number;
  gid: number;
}

const userName = "postgres";

/** PostgreSQL refuses to run as root. */
export function findIdentity(): Identity {
  const existing = readIdentity();
  if (existing) return existing;
  spawnSync("groupadd", ["--system", userName]);
  spawnSync("useradd", ["--system", "--gid", userName, "--no-create-home", "--shell", "/usr/sbin/nologin", userName]);
  const created = readIdentity();
  if (created) return created;
  throw new CannotStart(
    `PostgreSQL can't run as root, and the user "${userName}" couldn't be created. Create it, start as an ordinary user, or set DATABASE_URL.`,
  );
}

function readIdentity(): Identity | null {
  const ask = (flag: string) => Number.parseInt(spawnSync("id", [flag, userName]).stdout?.toString() ?? "", 10);
  const identity = { uid: ask("-u"), gid: ask("-g") };
  return Number.isInteger(identity.uid) && Number.isInteger(identity.gid) ? identity : null;
}

/** Null for root. */
export function identityOf(path: string): Identity | null {
  const { gid, uid } = statSync(path);
  return uid === 0 ? null : { uid, gid };
}

export function nameOfUser(uid: number): string {
  const name = spawnSync("id", ["-nu", String(uid)])
    .stdout?.toString()
    .trim();
  return name || String(uid);
}

export function canReach(identity: Identity, directory: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...identity, cwd: "/" }).status === 0;
}

/** Only for new paths. */
export function giveTo(path: string, owner: Identity | null): void {
  // chown would follow a planted link.
  if (owner) lchownSync(path, owner.uid, owner.gid);
}

/** The directory's owner runs the server and must read root's files in it. */
export function giveToOwnerOfDirectory(path: string): void {
  if (process.getuid?.() === 0) giveTo(path, identityOf(dirname(path)));
}
