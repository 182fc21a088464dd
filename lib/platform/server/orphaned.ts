import { readFileSync } from "node:fs";

const watchMilliseconds = 500;

/** Stops the server when npm has ended because npm 11 doesn't pass on SIGTERM or SIGHUP. Linux only (/proc). */
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

/** Field 4 of /proc/PID/stat, after the name, which may contain spaces. */
function parentOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
  } catch {
    return "";
  }
}
