#!/usr/bin/env node
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const commands = {
  start: "Start the server, and build first if needed (--dev reloads on changes)",
  migrate: "Bring the database up to this version",
  doctor: "Check the installation (--json for programs)",
  admin: "Manage accounts and requests (foyer admin help)",
  backup: "Back up to a new directory",
  restore: "Restore a backup into an empty installation",
  "verify-audit": "Verify the audit log (--from SEQUENCE starts there)",
  seed: "Fill an empty database with sample data (--force on another machine)",
};
const usage = `Usage: foyer COMMAND\n\n${Object.entries(commands)
  .map(([name, does]) => `  ${name.padEnd(14)}${does}`)
  .join("\n")}`;

const [command = ""] = process.argv.splice(2, 1);
if (command === "help" || command === "--help" || command === "-h") {
  console.log(usage);
} else if (!Object.hasOwn(commands, command)) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const root = fileURLToPath(new URL("..", import.meta.url));
  // Settings, data and tsconfig.json are found from there.
  process.chdir(root);
  if (command === "start" && existsSync("scripts/start.mjs")) {
    await import("../scripts/start.mjs");
  } else {
    await import("../scripts/tsx.mjs");
    // The image has no scripts/start.mjs.
    await import(command === "start" ? "../server.ts" : `./${command}.ts`);
  }
}
