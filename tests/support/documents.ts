import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "./source-files";

const skipped = new Set(["node_modules", "generated", "screenshots", "test-results", "playwright-report", "coverage"]);

export function listFiles(path: string, extension: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return path.endsWith(extension) ? [path] : [];
  return readdirSync(join(root, path)).flatMap((name) => {
    const isHidden = name.startsWith(".") && name !== ".github";
    return isHidden || skipped.has(name) ? [] : listFiles(posix.join(path, name), extension);
  });
}

export const readText = (path: string) => readFileSync(join(root, path), "utf8");

/** Blanks out code, comments and link targets. Keeps line numbers. */
export function proseOf(markdown: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, " ");
  return markdown
    .replace(/^(```+)[\s\S]*?^\1/gm, blank)
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/`[^`\n]+`/g, blank)
    .replace(/\]\([^)]*\)/g, "]");
}

/** Anchors as GitHub generates them: a repeated heading gets `-1`, `-2` and so on. */
export function anchorsOf(markdown: string): Set<string> {
  const counts = new Map<string, number>();
  const withoutCode = markdown.replace(/^(```+)[\s\S]*?^\1/gm, "");
  const anchors = [...withoutCode.matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading = ""]) => {
    const slug = heading
      .replace(/\]\([^)]*\)/g, "]")
      .toLowerCase()
      .trim()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set(anchors);
}

export function linksOf(markdown: string): string[] {
  const withoutCode = markdown.replace(/^(```+)[\s\S]*?^\1/gm, "").replace(/`[^`\n]+`/g, "code");
  return [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** Why a relative link in the file `from` is broken, or null. External links aren't checked. */
export function brokenLink(from: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [file = "", anchor] = target.split("#", 2);
  const path = file === "" ? from : posix.join(posix.dirname(from), file);
  if (!existsSync(join(root, path))) return `${from}: ${target} doesn't exist`;
  const hasAnchor = anchor === undefined || !path.endsWith(".md") || anchorsOf(readText(path)).has(anchor);
  return hasAnchor ? null : `${from}: ${target} has no such heading`;
}

const houseWords: [pattern: RegExp, instead: string][] = [
  [/\b(?:an?|one|the|each|every|this|that|no|another) mail\b|\bmails\b|\bmailed\b|\be-mails?\b/i, "email"],
  [/\btold\b/i, "notify, tell or email"],
  [/\b(?:some|any)body\b|\bwhoever\b/i, "someone, anyone or who"],
  [/\bat once\b/i, "immediately, or at the same time"],
  [/\bany more\b/i, "anymore, or no longer"],
  [/\br[ua]ns? out\b|\brunning out\b/i, "expire"],
  [/\bgo(?:es)? on\b|\bwent on\b/i, "continue"],
  [/\bholds\b/i, "applies, keeps or has"],
  [/\brights\b/i, "role or permissions"],
  [/\bpress(?:es|ed)?\b/i, "click or select"],
  [/\blook(?:s|ed|ing)? at\b/i, "view, check or read"],
  [/\bby itself\b/i, "automatically"],
  [/;/, "two sentences"],
];

/** The house words in a text, as `LINE: "word": write …`. */
export function houseWordsIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    houseWords.flatMap(([pattern, instead]) => {
      const found = pattern.exec(line)?.[0];
      return found ? [`${index + 1}: "${found}": write ${instead}`] : [];
    }),
  );
}

export function environmentNames(): Set<string> {
  const names = readText("lib/platform/env.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm);
  return new Set([...names].map(([, name = ""]) => name));
}
