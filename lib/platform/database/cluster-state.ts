import { readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CannotStart } from "../cannot-start";
import { nameOfUser } from "./embedded-user";

/** PostgreSQL doesn't start without these. Copies often lose empty directories. */
const parts = [
  join("global", "pg_control"),
  "base",
  "pg_wal",
  "pg_xact",
  "postgresql.conf",
  "pg_hba.conf",
  "pg_commit_ts",
  "pg_dynshmem",
  join("pg_logical", "mappings"),
  join("pg_logical", "snapshots"),
  join("pg_multixact", "members"),
  join("pg_multixact", "offsets"),
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_tblspc",
  "pg_twophase",
];
/** Never empty in a whole cluster. */
const filled = ["base", "pg_wal", "pg_xact", join("pg_multixact", "members"), join("pg_multixact", "offsets")];

/** Returns false if there's nothing. Throws CannotStart for a partial cluster or another version. */
export function inspectCluster(directory: string, major: number): boolean {
  const above = look(dirname(directory));
  if (above === null) return false;
  if (!above.isDirectory()) throw refusal(dirname(directory), "is a file, not a directory", "Set DATA_DIR");
  const found = look(directory);
  if (found === null) {
    if (!namesIn(dirname(directory)).includes(nameOf(directory))) return false;
    throw refusal(directory, "is a link that leads nowhere", "Mount what it leads to, or remove the link");
  }
  if (!found.isDirectory()) throw refusal(directory, "is a file, not a directory", "Move it away");
  refuseForeign(directory, found);
  const names = namesIn(directory);
  if (names.length === 0) return false;
  const written = read(join(directory, "PG_VERSION"))?.trim();
  if (written === undefined || !/^\d+(\.\d+)?$/.test(written)) {
    throw refusal(
      directory,
      "isn't empty, but has no readable PG_VERSION, so it isn't a whole database",
      "Bring the missing files back, or move the directory away to start with an empty database",
    );
  }
  if (Number(written) !== major) {
    throw refusal(
      directory,
      `was written by PostgreSQL ${written}, and this version of Foyer runs PostgreSQL ${major}`,
      `Run "npm run backup" with the version of Foyer you had before, move the directory away, then run "npm run restore" with this one`,
    );
  }
  const isMissing = (part: string) => {
    const path = join(directory, part);
    return look(path) === null || (filled.includes(part) && namesIn(path).length === 0);
  };
  const missing = parts.filter(isMissing);
  if (missing.length > 0) {
    throw refusal(
      directory,
      `isn't a whole database: ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing or empty`,
      "Bring the missing files back, or move the directory away and restore a backup (docs/backup.md#restore)",
    );
  }
  refuseMixed(directory, found);
  return true;
}

/** Root runs any user's cluster except its own. */
function refuseForeign(directory: string, { uid }: Stats): void {
  const me = process.getuid?.();
  if (me === undefined || me === 0 || uid === me) return;
  const owner = nameOfUser(uid);
  throw refusal(directory, `belongs to the user ${owner}, and you are ${nameOfUser(me)}`, `Run this as ${owner}`);
}

function refuseMixed(directory: string, { mode, uid }: Stats): void {
  if (process.getuid === undefined) return;
  const file = statSync(join(directory, "PG_VERSION"));
  if (file.uid !== uid) {
    const [ofDirectory, ofFile] = [nameOfUser(uid), nameOfUser(file.uid)];
    throw refusal(
      directory,
      `belongs to the user ${ofDirectory}, but the database in it to ${ofFile}`,
      `Run: chown ${ofFile} ${directory}`,
    );
  }
  if (uid === 0) {
    throw refusal(
      directory,
      "belongs to root, and PostgreSQL doesn't run as root",
      `Run: chown -R postgres ${directory}`,
    );
  }
  if ((mode & 0o027) !== 0) {
    throw refusal(directory, "is open to other users, which PostgreSQL refuses", `Run: chmod 700 ${directory}`);
  }
}

function refusal(path: string, what: string, remedy: string): CannotStart {
  return new CannotStart(`${path} ${what}. Nothing was changed. ${remedy}.`);
}

/** Follows links. Null if there's nothing. */
function look(path: string): Stats | null {
  return orRefuse(path, () => statSync(path));
}

function namesIn(path: string): string[] {
  return orRefuse(path, () => readdirSync(path)) ?? [];
}

function nameOf(path: string): string {
  return path.slice(dirname(path).length).replace(/^[/\\]/, "");
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function orRefuse<Value>(path: string, work: () => Value): Value | null {
  try {
    return work();
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    const me = process.getuid?.();
    const who = me === undefined ? "you" : `the user ${nameOfUser(me)}`;
    throw refusal(path, `can't be read by ${who} (${code})`, "Run this as the user who runs Foyer, or set DATA_DIR");
  }
}
