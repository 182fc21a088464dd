import { chmodSync, copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { giveTo, type Identity } from "../database/embedded-user";

/** What a copy must not hold (PostgreSQL's manual, "Backing Up the Data Directory"); the directories stay, empty. */
const leftOut = new Set(["postmaster.pid", "postmaster.opts", "postgresql.log"]);
const leftEmpty = new Set([
  ...["pg_wal", "pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans"],
]);

interface Options {
  /** Who owns the copy; null: whoever copies. */
  owner: Identity | null;
  /** Names in the top directory that are not looked into. */
  except?: (name: string) => boolean;
}

/** Copies a tree file by file. A file that goes away meanwhile was a temporary one, or is in the write-ahead log. */
export function copyTree(from: string, to: string, { except = () => false, owner }: Options): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  giveTo(to, owner);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (except(entry.name)) {
        mkdirSync(target, { recursive: true, mode: 0o700 });
        giveTo(target, owner);
      } else copyTree(source, target, { owner });
    } else if (entry.isFile() && !except(entry.name)) copyOne(source, target, owner);
  }
}

/** A cluster without what belongs to the process that runs on it. */
export function copyCluster(from: string, to: string, owner: Identity | null): void {
  copyTree(from, to, { owner, except: (name) => leftOut.has(name) || leftEmpty.has(name) });
  for (const part of ["archive_status", "summaries"]) {
    mkdirSync(join(to, "pg_wal", part), { recursive: true, mode: 0o700 });
    giveTo(join(to, "pg_wal", part), owner);
  }
}

/** One file with its mode. */
export function copyOne(source: string, target: string, owner: Identity | null): void {
  try {
    copyFileSync(source, target);
    chmodSync(target, statSync(source).mode & 0o777);
    giveTo(target, owner);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
  }
}
