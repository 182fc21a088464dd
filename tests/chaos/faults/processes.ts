import { readdirSync, readFileSync } from "node:fs";

/** Linux's USER_HZ. */
const ticksPerSecond = 100;

export function childrenOf(pid: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // `pid (name) state parent …`; the name may contain anything.
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return Number(parent) === pid ? [Number(name)] : [];
    } catch {
      // It has already ended.
      return [];
    }
  });
}

export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has already ended.
    }
  }
}

/** User and system time. */
export function cpuSecondsOf(pid: number): number {
  const [, , , , , , , , , , , user, system] =
    readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(user) + Number(system)) / ticksPerSecond;
}
