import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Kind, mode, owner, size and modification time of everything below a path. */
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

export function listOwners(path: string): Map<string, string> {
  const { gid, mode, uid } = lstatSync(path);
  const below = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  const own: [string, string] = [path, `${mode.toString(8)} ${uid}:${gid}`];
  return new Map([own, ...below.flatMap((name) => [...listOwners(join(path, name))])]);
}
