import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

let known: Set<string> | null = null;

/** Loaded at the first call (50 ms, 10 MB). */
export function breachedPasswords(): ReadonlySet<string> {
  known ??= new Set(
    gunzipSync(readFileSync(new URL("./breached.txt.gz", import.meta.url)))
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("# ")),
  );
  return known;
}
