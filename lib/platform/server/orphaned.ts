import { readFileSync } from "node:fs";

const watchMilliseconds = 500;

/**
 * `npm start` waits above this process, with a shell between them. If npm is killed, the server must not go on unseen
 * and hold port and data directory. Linux only: elsewhere nobody tells who a parent's parent is.
 */
export function whenOrphaned(stop: () => void): void {
  if (process.platform !== "linux") return;
  const ancestors = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    stop();
  }, watchMilliseconds);
  timer.unref();
}

/** Field 4 of /proc/PID/stat, counted behind the name, which may hold spaces (proc_pid_stat(5)). */
function parentOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
  } catch {
    // It has ended.
    return "";
  }
}
