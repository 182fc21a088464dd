import { readlink } from "node:fs/promises";
import { setPriority } from "node:os";

/** Steps behind the process's own priority: where the processors are busy, a tenth of what the event loop gets. */
const niceness = 10;
const triesMax = 100;

/**
 * Lets the event loop go before the threads that hash passwords: on a machine whose processors are all busy with
 * sign-ins, every other answer would stand in line with them. On Linux alone, where a thread has a priority of its own
 * and can tell its id (setpriority(2), "C library/kernel differences"; proc_thread-self(5)); elsewhere the kernel
 * decides.
 *
 * `size` is the number of threads that libuv keeps. Returns the ids of those that go behind now.
 */
export async function putThreadPoolBehind(size: number): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const found = new Set<number>();
  for (let tried = 0; tried < triesMax && found.size < size; tried += 1) {
    // Each link is read by whichever thread of the pool takes the work, and names that thread.
    const links = await Promise.all(Array.from({ length: size }, () => readlink("/proc/thread-self")));
    for (const link of links) found.add(Number(link.split("/").at(-1)));
  }
  for (const thread of found) setPriority(thread, niceness);
  return [...found];
}
