import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Shell exit codes of the signals. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Never throws: code 127 when it can't start. */
export function run(command, args, { env = {}, showOutput = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", showOutput ? "inherit" : "pipe", showOutput ? "inherit" : "pipe"],
      shell: process.platform === "win32",
      // Stops the whole process tree.
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
    // It has already ended.
  }
}

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

/** Installs if node_modules is missing or older than the lock file. */
export async function ensureInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  if (existsSync(installed) && samePackages(installed, lock)) return;
  console.log("Installing packages");
  // `npm ci` would delete node_modules first.
  const { code, output } = await run("npm", ["install", "--no-save", "--no-audit", "--no-fund"]);
  if (code !== 0) throw new Error(`npm install failed:\n${output}`);
}

/** A checkout changes the lock file's time, not its content. */
function samePackages(installed, lock) {
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  const want = JSON.parse(readFileSync(lock, "utf8")).packages;
  return Object.entries(want).every(
    ([path, { version, optional }]) => path === "" || optional || have[path]?.version === version,
  );
}

/** Regenerates if the schema is newer. */
export async function ensureClient() {
  const client = join(root, "generated", "prisma", "client.ts");
  const schema = join(root, "prisma", "schema.prisma");
  if (existsSync(client) && statSync(client).mtimeMs >= statSync(schema).mtimeMs) return;
  const { code, output } = await runTool("prisma", "prisma", ["generate"], {
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
  });
  if (code !== 0) throw new Error(`prisma generate failed:\n${output}`);
}
