import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

export const buildMarker = join(root, ".next", "foyer-build.txt");

const sources = ["app", "components", "lib", "messages", "next.config.ts", "package-lock.json", "prisma/schema.prisma"];
const extra = ["tsconfig.json", "postcss.config.mjs", "instrumentation-client.ts"];

/** Excludes tests. */
export function fingerprint() {
  // A build works with every Node.js of its major version.
  const [major = ""] = process.versions.node.split(".");
  const hash = createHash("sha256").update(major);
  for (const path of [...sources, ...extra].flatMap((source) => list(join(root, source)))) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function list(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => list(join(path, name)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
}
