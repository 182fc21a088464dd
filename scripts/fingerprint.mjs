import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/** What the production build is made of. */
const sources = ["app", "components", "lib", "messages", "next.config.ts", "package-lock.json", "prisma/schema.prisma"];
const extra = ["tsconfig.json", "postcss.config.mjs"];

/** Changes when anything that the build reads has changed; tests do not count. */
export function fingerprint() {
  const hash = createHash("sha256").update(process.versions.node);
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
    .filter((file) => !/\.test\.tsx?$|[\\/]golden[\\/]|[\\/]testing[\\/]/.test(file));
}
