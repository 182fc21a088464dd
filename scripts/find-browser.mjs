import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";
import { run, runTool } from "./run.mjs";

// The headless shell takes two thirds of the time.
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
];
const elsewhere = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere];
  return candidates.find(isExecutable) ?? (existsSync(chromium.executablePath()) ? chromium.executablePath() : null);
}

export async function ensureBrowser() {
  const present = findBrowser();
  if (present) return present;
  const isRoot = process.getuid?.() === 0;
  console.error("Installing a browser");
  const own = await runTool("playwright", "playwright", ["install", ...(isRoot ? ["--with-deps"] : []), "chromium"]);
  if (own.code === 0 && findBrowser()) return findBrowser();
  if (isRoot && isExecutable("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { env });
    // Some Debian releases lack the headless shell.
    for (const name of ["chromium-headless-shell", "chromium"]) {
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], { env });
      const installed = findBrowser();
      if (installed) return installed;
    }
  }
  throw new Error("No browser for the tests. Install Chromium or Chrome, or set CHROMIUM_PATH to one.");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await ensureBrowser());
