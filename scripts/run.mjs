import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What the check and the test command share: running tools quietly, and making ready what they need. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** What a shell ends with after these signals. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Runs a program without input and keeps what it says. Never throws: a program that cannot start has code 127. A signal
 * that asks this process to end stops the program and everything it started first.
 */
export function run(command, args, { env = {}, showOutput = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", showOutput ? "inherit" : "pipe", showOutput ? "inherit" : "pipe"],
      shell: process.platform === "win32",
      // A group of its own, so that all of it can be stopped.
      detached: process.platform !== "win32",
    });
    const stop = (signal) => {
      endGroup(child);
      child.once("close", () => process.exit(exitCodes[signal]));
    };
    for (const signal of Object.keys(exitCodes)) process.once(signal, stop);
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    const finish = (result) => {
      for (const signal of Object.keys(exitCodes)) process.off(signal, stop);
      resolve(result);
    };
    child.on("error", (error) => finish({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on("close", (code) => finish({ code: code ?? 1, output }));
  });
}

function endGroup(child) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGTERM");
  } catch {
    // It has ended meanwhile.
  }
}

/** A tool of node_modules by package and the name of its command, run with this very Node. */
export function runTool(packageName, command, args, options) {
  const resolve = createRequire(import.meta.url).resolve;
  const manifest = findManifest(packageName, resolve);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const entry = typeof bin === "string" ? bin : bin[command];
  return run(process.execPath, [join(dirname(manifest), entry), ...args], options);
}

function findManifest(packageName, resolve) {
  const direct = join(root, "node_modules", packageName, "package.json");
  return existsSync(direct) ? direct : resolve(`${packageName}/package.json`);
}

/** Installs when node_modules is missing or older than the lock file; says so, for it takes a while. */
export async function ensureInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(installed) && samePackages(installed, lock)) return;
  console.log("Installing packages");
  // Not `npm ci`, which deletes node_modules first: after an update only what changed is fetched.
  const { code, output } = await run("npm", ["install", "--no-save", "--no-audit", "--no-fund"]);
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
}

/** A checkout touches the lock file's time without changing it. */
function samePackages(installed, lock) {
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  const want = JSON.parse(readFileSync(lock, "utf8")).packages;
  return Object.entries(want).every(
    ([path, { version, optional }]) => path === "" || optional || have[path]?.version === version,
  );
}

/** Generates the Prisma client when the schema is newer. The engine it asks for is never run: migrations do without. */
export async function ensureClient() {
  const client = join(root, "generated", "prisma", "client.ts");
  const schema = join(root, "prisma", "schema.prisma");
  if (existsSync(client) && statSync(client).mtimeMs >= statSync(schema).mtimeMs) return;
  const { code, output } = await runTool("prisma", "prisma", ["generate"], {
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (code !== 0) throw new Error(`prisma generate failed:\n${output}`);
}
