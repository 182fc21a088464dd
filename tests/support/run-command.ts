import { type ChildProcess, spawn } from "node:child_process";

export interface Ran {
  code: number | null;
  out: string;
  problem: string;
}

interface Running {
  child: ChildProcess;
  ended: Promise<Ran>;
}

/** Starts a command of `foyer`, or server.ts, in a process of its own, as `user` if given. */
export function startCommandLine(
  program: string,
  words: string[],
  env: Record<string, string>,
  user?: { uid: number; gid: number },
): Running {
  const command = program === "server" ? ["--import", "./scripts/tsx.mjs", "server.ts"] : ["cli/foyer.mjs", program];
  const child = spawn(process.execPath, [...command, ...words], {
    ...user,
    env: { ...process.env, ...env },
  });
  const said = { out: "", problem: "" };
  child.stdout.on("data", (piece) => {
    said.out += piece;
  });
  child.stderr.on("data", (piece) => {
    said.problem += piece;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
  return { child, ended };
}

export function runCommandLine(...command: Parameters<typeof startCommandLine>): Promise<Ran> {
  return startCommandLine(...command).ended;
}
