import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);

const program = `
  import { getPriority } from "node:os";
  import { readlink } from "node:fs/promises";
  import { readlinkSync } from "node:fs";
  import { putThreadPoolBehind } from "./lib/platform/server/thread-pool.ts";
  const idOf = (link) => Number(link.split("/").at(-1));
  const own = getPriority(idOf(readlinkSync("/proc/thread-self")));
  const threads = await putThreadPoolBehind(4);
  const links = await Promise.all(Array.from({ length: 50 }, () => readlink("/proc/thread-self")));
  console.log(JSON.stringify({
    threads: threads.length,
    own: getPriority(idOf(readlinkSync("/proc/thread-self"))) - own,
    pool: [...new Set(links.map((link) => getPriority(idOf(link)) - own))],
  }));
`;

describe("the thread pool", () => {
  it.runIf(process.platform === "linux")("goes behind the event loop, which stays where it was", async () => {
    const args = ["--import", "tsx", "--input-type=module", "--eval", program];
    const { stdout } = await run(process.execPath, args);
    expect(JSON.parse(stdout)).toEqual({ threads: 4, own: 0, pool: [10] });
  });
});
