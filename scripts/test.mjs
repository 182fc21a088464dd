import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { ensureClient, ensureInstalled, run, runTool } from "./run.mjs";

/** `npm test`: the last line is `N passed, N failed`. */
const reports = mkdtempSync(join(tmpdir(), "foyer-reports-"));
const total = { passed: 0, failed: 0 };

function report(name, { passed, failed, output = "" }, startedAt) {
  const isEmpty = passed + failed === 0;
  if (output.trim() && (failed > 0 || isEmpty)) console.error(output.trim());
  total.passed += passed;
  total.failed += isEmpty ? 1 : failed;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`${name}: ${isEmpty ? "ran nothing, failed" : `${passed} passed, ${failed} failed`} (${seconds} s)`);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** A file that can't be loaded counts as one failure. */
async function vitest() {
  const file = join(reports, "vitest.json");
  const args = ["run", "--reporter=json", `--outputFile.json=${file}`, "--reporter=default"];
  const { code, output } = await runTool("vitest", "vitest", args, { env: { CI: "true", NO_COLOR: "1" } });
  const found = readReport(file);
  const brokenFiles =
    found?.testResults.filter(
      ({ status, assertionResults }) =>
        status === "failed" && assertionResults.every((test) => test.status !== "failed"),
    ).length ?? 0;
  const failed = (found?.numFailedTests ?? 0) + brokenFiles;
  return { passed: found?.numPassedTests ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed, output };
}

/** Flaky tests count as passed. */
async function playwright() {
  const { ensureBrowser } = await import("./find-browser.mjs");
  const file = join(reports, "e2e.json");
  const { code, output } = await runTool("@playwright/test", "playwright", ["test", "--reporter=json,line"], {
    env: { CI: "true", NO_COLOR: "1", CHROMIUM_PATH: await ensureBrowser(), PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const found = readReport(file);
  const stats = found?.stats;
  const failed = stats?.unexpected ?? 0;
  for (const title of (found?.suites ?? []).flatMap(flakyTitles)) console.log(`browser: needed a second try: ${title}`);
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: code !== 0 && failed === 0 ? 1 : failed,
    output,
  };
}

function flakyTitles({ specs = [], suites = [] }) {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === "flaky")).map(({ title }) => title);
  return [...own, ...suites.flatMap(flakyTitles)];
}

async function build() {
  const { code, output } = await run(process.execPath, ["scripts/start.mjs", "--build-only"]);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
}

async function part(name, work) {
  const startedAt = performance.now();
  try {
    report(name, await work(), startedAt);
  } catch (thrown) {
    report(
      name,
      { passed: 0, failed: 1, output: thrown instanceof Error ? thrown.message : String(thrown) },
      startedAt,
    );
  }
}

try {
  await ensureInstalled();
  await ensureClient();
  // Sequential because both use the folder .next.
  const checkAndBuild = async () => {
    await part("check", () => check({ rooms: false }));
    await part("build", build);
  };
  await Promise.all([checkAndBuild(), part("tests", vitest)]);
  await part("browser", playwright);
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  total.failed += 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
