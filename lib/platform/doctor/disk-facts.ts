import { access, constants, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DiskFacts } from "@/lib/core/kernel/diagnostics-input";

/** Uses the nearest existing ancestor. */
export async function readDisk(holds: DiskFacts["holds"], directory: string): Promise<DiskFacts> {
  const path = await nearest(resolve(directory));
  const { bavail, blocks, bsize } = await statfs(path);
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
  return { holds, path, freeBytes: bavail * bsize, totalBytes: blocks * bsize, isWritable };
}

async function nearest(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : nearest(dirname(path));
}
