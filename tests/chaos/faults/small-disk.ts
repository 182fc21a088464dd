import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const megabytes = 256;

export interface SmallDisk {
  path: string;
  /** Leaves no byte free. */
  fill(): void;
  free(): void;
  unmount(): void;
}

/** A file system in memory, or why it can't be mounted. */
export function mountSmallDisk(): SmallDisk | { whyNot: string } {
  const path = mkdtempSync(join(tmpdir(), "foyer-faults-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", path], { stdio: "pipe" });
  } catch (thrown) {
    rmdirSync(path);
    return { whyNot: `a small file system cannot be mounted here: ${(thrown as Error).message.trim()}` };
  }
  const filler = join(path, "filler");
  return {
    path,
    fill() {
      const file = openSync(filler, "a");
      try {
        for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) writeUntilFull(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount() {
      execFileSync("umount", [path]);
      rmdirSync(path);
    },
  };
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "ENOSPC") throw thrown;
  }
}
