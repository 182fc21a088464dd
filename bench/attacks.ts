import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declared as pages } from "@/e2e/doors";
import { attackGroups, attackNumbers, readAttacks } from "@/lib/testing/attacks";
import { declaredBearer, declaredNative } from "@/lib/testing/declared-access";
import { readSources } from "@/lib/testing/source-files";
import { table, writePart } from "./figures";

/**
 * `npm run test:attacks`: every test of `npm test` whose title names an attack, and nothing else. Writes its part of
 * docs/figures.md; ends with 1 when one fails, or when a title of docs/attacks.md did not run.
 */
interface Outcome {
  title: string;
  file: string;
  passed: boolean;
}

interface VitestReport {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
}

interface PlaywrightSuite {
  file: string;
  specs?: { title: string; ok: boolean }[];
  suites?: PlaywrightSuite[];
}

const startedAt = performance.now();
const reports = mkdtempSync(join(tmpdir(), "foyer-attacks-"));
try {
  const outcomes = [...playInProcess(), ...playInBrowser()].filter(({ title }) => title.startsWith("attack "));
  const played = new Map(attackNumbers.map((number) => [number, outcomes.filter(({ title }) => names(title, number))]));
  const elsewhere = readAttacks().filter(({ file }) => /^(trials|bench)\//.test(file));
  const isElsewhere = (number: string) => elsewhere.some(({ numbers }) => numbers.includes(number));
  const failed = outcomes.filter(({ passed }) => !passed);
  const missing = attackNumbers.filter((number) => played.get(number)?.length === 0 && !isElsewhere(number));
  write(outcomes, played, isElsewhere);
  for (const { file, title } of failed) console.error(`${file}: ${title}`);
  if (missing.length > 0) console.error(`Nothing that ran plays attack ${missing.join(", ")}.`);
  console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length + missing.length > 0) process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

function playInProcess(): Outcome[] {
  const file = join(reports, "vitest.json");
  const projects = ["unit", "integration", "contract"].flatMap((name) => ["--project", name]);
  run("vitest/vitest.mjs", "run", ...projects, "-t", "attack \\d", "--reporter=json", `--outputFile.json=${file}`);
  const { testResults } = JSON.parse(readFileSync(file, "utf8")) as VitestReport;
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      // Those of other titles.
      .filter(({ status }) => status !== "skipped" && status !== "pending")
      .map(({ title, status }) => ({ title, file: name, passed: status === "passed" })),
  );
}

function playInBrowser(): Outcome[] {
  const file = join(reports, "playwright.json");
  spawnSync(process.execPath, ["scripts/start.mjs", "--build-only"], { stdio: "inherit" });
  run("@playwright/test/cli.js", "test", "-g", "attack \\d", "--reporter=json", { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const { suites } = JSON.parse(readFileSync(file, "utf8")) as { suites: PlaywrightSuite[] };
  const specsOf = (suite: PlaywrightSuite): Outcome[] => [
    ...(suite.specs ?? []).map(({ title, ok }) => ({ title, file: suite.file, passed: ok })),
    ...(suite.suites ?? []).flatMap(specsOf),
  ];
  return suites.flatMap(specsOf);
}

/** A tool of node_modules, to its end. Which tests failed is in its report; without one, reading that fails. */
function run(tool: string, ...given: (string | Record<string, string>)[]): void {
  const args = given.filter((one) => typeof one === "string");
  const env = Object.assign(
    {},
    process.env,
    { CI: "true", NO_COLOR: "1" },
    ...given.filter((one) => typeof one === "object"),
  );
  const { status, stderr } = spawnSync(process.execPath, [join("node_modules", tool), ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status === 0) return;
  console.error(stderr);
  process.exitCode = 1;
}

function names(title: string, number: string): boolean {
  const [, list = ""] = /^attack ([^:]+):/.exec(title) ?? [];
  return list.split(", ").includes(number);
}

function write(outcomes: Outcome[], played: Map<string, Outcome[]>, isElsewhere: (number: string) => boolean): void {
  const rows = attackGroups.map(({ from, to, about }) => {
    const numbers = attackNumbers.filter(
      (number) => from <= Number.parseInt(number, 10) && Number.parseInt(number, 10) <= to,
    );
    const tests = new Set(numbers.flatMap((number) => played.get(number) ?? []));
    const onlyElsewhere = numbers.filter((number) => played.get(number)?.length === 0 && isElsewhere(number));
    const passed = [...tests].filter((test) => test.passed).length;
    return [
      ...[
        about,
        numbers.length === 1 ? from : `${numbers[0]}-${numbers.at(-1)}`,
        tests.size,
        passed,
        tests.size - passed,
      ],
      onlyElsewhere.join(", ") || "none",
    ];
  });
  const passed = outcomes.filter((test) => test.passed).length;
  const actions = readSources(["app", "components", "lib"])
    .filter(({ text }) => /^["']use server["']/.test(text))
    .flatMap(({ text }) => [...text.matchAll(/^export (?:async function|const) \w+/gm)]);
  const whom = (lines: { access: string }[]) =>
    [...new Set(lines.map(({ access }) => access))]
      .map((access) => `${lines.filter((line) => line.access === access).length} ${access}`)
      .join(", ");
  const enumerated = [
    ["endpoints of the native API", declaredNative.length, whom(declaredNative)],
    ["routes of the other four APIs", declaredBearer.length, whom(declaredBearer)],
    ["pages and route handlers", Object.keys(pages).length, whom(Object.values(pages).map((access) => ({ access })))],
    ["server actions", actions.length, "the table in `lib/web/actions.int.test.ts`"],
  ];
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  const text = `Every test whose title names an attack of the catalogue ([attacks.md](attacks.md) says which promise each makes), by the
catalogue's parts; a test may play several attacks. It took ${minutes} minutes. The last column: attacks that only the commands of the
other parts play, because they need hundreds of rounds or a fault.

${table(["part", "attacks", "tests", "passed", "failed", "played by other commands only"], [...rows, ["all, each test once", attackNumbers.length, outcomes.length, passed, outcomes.length - passed, ""]])}

Who may call what is written down by hand and held to the code in both directions, so that nothing new goes without a line. Each of
these is called as nobody, as everybody whom it is not for, with somebody else's ids and, where there are keys, with a key:

${table(["what the code has", "how many", "for whom"], enumerated)}`;
  writePart({ command: "test:attacks", title: "Attacks", text });
}
