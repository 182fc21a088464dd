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

/** Starts a program of cli/, or server.ts, optionally as another `user`. */
export function startCommandLine(
  program: string,
  words: string[],
  env: Record<string, string>,
  user?: { uid: number; gid: number },
): Running {
  const path = program === "server" ? "server.ts" : `cli/${program}.ts`;
  const child = spawn(process.execPath, ["--import", "./scripts/tsx.mjs", path, ...words], {
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
