import { pathToFileURL } from "node:url";
import { ensureClient, ensureInstalled, runTool } from "./run.mjs";

/** `npm run check`: types, lint, dead code and architecture. */
const parts = {
  types: async () => {
    const typegen = await runTool("next", "next", ["typegen"]);
    return typegen.code === 0 ? runTool("typescript", "tsc", ["--noEmit"]) : typegen;
  },
  lint: () => runTool("@biomejs/biome", "biome", ["ci", "--colors=off"]),
  "dead code": () => runTool("knip", "knip", ["--no-progress"]),
  "dead code in production": () => runTool("knip", "knip", ["--no-progress", "--production"]),
  rooms: () =>
    runTool("vitest", "vitest", [
      "run",
      "--project",
      "unit",
      "tests/project/architecture.test.ts",
      "tests/project/messages.test.ts",
      "tests/project/documentation.test.ts",
    ]),
};

/**
 * `rooms: false` skips tests that run elsewhere.
 * @returns {Promise<{ passed: number, failed: number, output: string }>}
 */
export async function check({ rooms = true } = {}) {
  await ensureInstalled();
  await ensureClient();
  const wanted = Object.entries(parts).filter(([name]) => rooms || name !== "rooms");
  const results = await Promise.all(wanted.map(async ([name, part]) => ({ name, ...(await part()) })));
  const bad = results.filter(({ code }) => code !== 0);
  return {
    passed: results.length - bad.length,
    failed: bad.length,
    output: bad.map(({ name, output }) => `--- ${name}\n${output.trim()}\n`).join("\n"),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const startedAt = performance.now();
  const { passed, failed, output } = await check();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (output) console.error(output);
  console.log(`${passed} passed, ${failed} failed (${seconds} s)`);
  process.exitCode = failed === 0 ? 0 : 1;
}
