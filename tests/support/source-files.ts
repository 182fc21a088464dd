import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
  imports: { to: string; isOurs: boolean; isTypeOnly: boolean }[];
}

const folders = [
  "app",
  "components",
  "lib",
  "cli",
  "e2e",
  "scripts",
  "tests/project",
  "tests/support",
  "sdk",
  "examples",
];
const rootFiles = ["server.ts", "next.config.ts", "instrumentation.ts", "proxy.ts"];
const importPattern =
  /(?:^|[\n;])\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

function list(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "migrations" ? [] : list(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string, text: string): SourceFile["imports"] {
  return [...text.matchAll(importPattern)].map(([, type, from, dynamic]) => {
    const target = from ?? dynamic ?? "";
    const isRelative = target.startsWith(".");
    const to = isRelative ? posix.join(posix.dirname(path), target) : target.replace(/^@\//, "");
    return { to, isOurs: isRelative || target.startsWith("@/"), isTypeOnly: type !== undefined };
  });
}

/** Code of the product and its tests, without generated code and migrations. */
export function readSources(named: readonly string[] = [...folders, ...rootFiles]): SourceFile[] {
  const present = new Set(readdirSync(root));
  const paths = named
    .filter((name) => present.has(name.split("/")[0] ?? ""))
    .flatMap((name) => (name.endsWith(".ts") ? [join(root, name)] : list(join(root, name))));
  return paths.map((absolute) => {
    const path = relative(root, absolute).split(sep).join("/");
    const text = readFileSync(absolute, "utf8");
    return { path, text, imports: importsOf(path, text) };
  });
}
