import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `npm start`: installs and builds if stale, then runs the server. `--dev`: with reload. */
const isDevelopment = process.argv.includes("--dev");

function say(level, msg) {
  const to = level === "fatal" ? process.stderr : process.stdout;
  to.write(`${to.isTTY ? msg : JSON.stringify({ level, time: new Date().toISOString(), msg })}\n`);
}

function stop(reason) {
  say("fatal", reason);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  stop(
    `Foyer needs Node.js 20.19 or newer, but this is ${process.versions.node}. Install a newer version from nodejs.org.`,
  );
}

const { ensureClient, ensureInstalled, root, runTool } = await import("./run.mjs");
const { buildMarker, fingerprint } = await import("./fingerprint.mjs");

async function ensureBuilt() {
  const wanted = fingerprint();
  if (readMarker(buildMarker) === wanted) return;
  say("info", "Building");
  const { code, output } = await runTool("next", "next", ["build"], {
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (code !== 0) stop(`The build failed:\n${output}`);
  mkdirSync(join(root, ".next"), { recursive: true });
  writeFileSync(buildMarker, wanted);
}

function readMarker(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

try {
  await ensureInstalled();
  await ensureClient();
  if (!isDevelopment) await ensureBuilt();
} catch (error) {
  stop(error instanceof Error ? error.message : String(error));
}
if (process.argv.includes("--build-only")) process.exit(0);

process.chdir(root);
process.env.NODE_ENV = isDevelopment ? "development" : "production";
process.env.NEXT_TELEMETRY_DISABLED = "1";
// In this process, so that signals reach the server.
await import("./tsx.mjs");
await import("../server.ts");
