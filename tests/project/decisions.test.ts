import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const wordsMax = 450;
const directory = new URL("../../docs/decisions/", import.meta.url);
const listed = [
  ...readFileSync(new URL("README.md", directory), "utf8").matchAll(/^\| \d+ +\| \[[^\]]+\]\(([^)]+)\) +\|/gm),
].map(([, name]) => name);
const decisions = readdirSync(directory)
  .filter((name) => /^\d/.test(name))
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, directory), "utf8") }));

const format =
  /^# (?<number>\d+)\. (?<title>.+)\n\nDate: \d{4}-\d\d-\d\d\n\nStatus: (Accepted|Superseded by)\b.*\n\n## Context\n[\s\S]+\n## Decision\n[\s\S]+\n## Consequences\n[\s\S]+$/;

it("numbers decisions without gaps", () => {
  expect(decisions.map(({ name }) => Number(name.slice(0, 4)))).toEqual(decisions.map((_, index) => index + 1));
});

it("lists every decision in the index, in order", () => {
  expect(listed).toEqual(decisions.map(({ name }) => name));
});

it.each(decisions)("writes $name in the common format, in at most 450 words", ({ name, text }) => {
  const { number = "", title = "" } = format.exec(text)?.groups ?? {};
  const slug = title
    .toLowerCase()
    .replaceAll("'", "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  expect(name).toBe(`${number.padStart(4, "0")}-${slug}.md`);
  expect(text.trim().split(/\s+/).length).toBeLessThanOrEqual(wordsMax);
});
