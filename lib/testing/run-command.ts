import { spawn } from "node:child_process";

export interface Ran {
  code: number | null;
  out: string;
  problem: string;
}

/** Runs a program of prisma/, or server.ts, as whoever runs the server does: a process of its own, of `user` if given. */
export function runCommandLine(
  program: string,
  words: string[],
  env: Record<string, string>,
  user?: { uid: number; gid: number },
): Promise<Ran> {
  const path = program === "server" ? "server.ts" : `prisma/${program}.ts`;
  return new Promise((resolve, reject) => {
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
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...said }));
  });
}
