import { readlink } from "node:fs/promises";
import { setPriority } from "node:os";

/** Gives a tenth of the event loop's share on busy processors. */
const niceness = 10;
const triesMax = 100;

/**
 * Lowers the priority of libuv's threads, so that password hashing doesn't slow other answers. Linux only
 * (setpriority(2), proc_thread-self(5)).
 */
export async function putThreadPoolBehind(size: number): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const found = new Set<number>();
  for (let tried = 0; tried < triesMax && found.size < size; tried += 1) {
    // Each link names the thread that reads it.
    const links = await Promise.all(Array.from({ length: size }, () => readlink("/proc/thread-self")));
    for (const link of links) found.add(Number(link.split("/").at(-1)));
  }
  for (const thread of found) setPriority(thread, niceness);
  return [...found];
}
