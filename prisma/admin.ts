import "./set-up-process";
import { parseArgs } from "node:util";
import { acceptNewSecret, commands, help } from "./admin-commands";

/*
 * `npm run admin -- COMMAND`, for whoever runs the server. What it says goes to standard output, why it could not to
 * standard error. Exit codes: 0 done, 1 not done, 2 not understood.
 */

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
    const prepare = commands[name];
    if (!prepare) return null;
    const work = prepare({ words, isJson: json, ...given });
    return work && { work, anySecret: name === acceptNewSecret };
  } catch {
    // An option that does not exist, or one without its value.
    return null;
  }
}

const asked = readArguments();
if (asked === "help") {
  console.log(help);
} else if (asked === null) {
  console.error(help);
  process.exitCode = 2;
} else {
  // Not before: it brings everything with it, of which the help needs nothing.
  const { runCommand } = await import("./command");
  await runCommand((ctx, { env }) => asked.work(ctx, env), asked);
}
