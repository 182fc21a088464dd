import "./set-up-process";
import { parseArgs } from "node:util";
import { acceptNewSecret, commands, help, problemOf } from "./admin-commands";

/** `npm run admin -- COMMAND`. Exit codes: 0 done, 1 failed, 2 not understood. */

const options = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  status: { type: "string" },
  note: { type: "string" },
  format: { type: "string" },
} as const;

function readArguments() {
  try {
    const { positionals, values } = parseArgs({ options, allowPositionals: true });
    const [name = "", ...words] = positionals;
    const { json, help: isHelp, ...given } = values;
    if (isHelp || name === "help") return "help";
    const prepare = Object.hasOwn(commands, name) ? commands[name] : undefined;
    const work = prepare?.({ words, isJson: json, ...given });
    return work ? { work, anySecret: name === acceptNewSecret } : { problem: problemOf(positionals) };
  } catch {
    return { problem: "Unknown option, or an option without its value." };
  }
}

const asked = readArguments();
if (asked === "help") {
  console.log(help);
} else if ("problem" in asked) {
  console.error([asked.problem, help].filter(Boolean).join("\n\n"));
  process.exitCode = 2;
} else {
  const { runCommand } = await import("./command");
  await runCommand((ctx, { env }) => asked.work(ctx, env), asked);
}
