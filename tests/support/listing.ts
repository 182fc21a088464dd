import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Everything below a path, with what a command may not change: kind and mode, owner, size and time of the last write. */
export function listTree(path: string): string[] {
  const { gid, mode, mtimeMs, size, uid } = lstatSync(path);
  const { isDirectory, isLink } = {
    isDirectory: lstatSync(path).isDirectory(),
    isLink: lstatSync(path).isSymbolicLink(),
  };
  const line = [path, mode.toString(8), `${uid}:${gid}`, size, mtimeMs, isLink ? readlinkSync(path) : ""].join(" ");
  return [
    line,
    ...(isDirectory
      ? readdirSync(path)
          .sort()
          .flatMap((name) => listTree(join(path, name)))
      : []),
  ];
}

/** Owner and mode of everything below a path, by its path. */
export function listOwners(path: string): Map<string, string> {
  const { gid, mode, uid } = lstatSync(path);
  const below = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  const own: [string, string] = [path, `${mode.toString(8)} ${uid}:${gid}`];
  return new Map([own, ...below.flatMap((name) => [...listOwners(join(path, name))])]);
}
