import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { root } from "@/tests/support/source-files";

const program = `
import { listenForStop } from "./lib/platform/stop-signals.ts";
process.stderr.write("loaded");
const end = Date.now() + 1_000;
while (Date.now() < end);
const { signal } = listenForStop();
setTimeout(() => {
  process.stdout.write(String(signal.reason?.exitCode));
  process.exit();
}, 200);
`;

it("hears a signal that came while the program was loading", async () => {
  const args = ["--import", "./scripts/tsx.mjs", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { cwd: root });
  await once(child.stderr, "data");
  child.kill("SIGTERM");
  expect(await text(child.stdout)).toBe("143");
});
