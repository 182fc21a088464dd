import { spawn } from "node:child_process";
import { environmentWith } from "@/lib/platform/env";

/** PostgreSQL's own client programs for a database that is not ours. The password is not among the arguments. */
export function runPgTool(program: "pg_dump" | "pg_restore", databaseUrl: string, args: string[]): Promise<void> {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = "";
  return new Promise((done, fail) => {
    const child = spawn(program, [...args, `--dbname=${url.href}`], {
      stdio: ["ignore", "inherit", "pipe"],
      env: environmentWith(password ? { PGPASSWORD: password } : {}),
    });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    child.once("error", () =>
      fail(new CannotDo(`${program} is missing: install PostgreSQL's client programs, at least as new as the server`)),
    );
    child.once("close", (code) => {
      if (code === 0) done();
      else fail(new CannotDo(`${program} failed: ${said.trim().slice(-2000)}`));
    });
  });
}

/** A reason for people, in one line. */
export class CannotDo extends Error {}

/** Says why in one line where that is known, and ends with 1. */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    console.error(thrown instanceof CannotDo ? thrown.message : thrown);
    process.exitCode = 1;
  }
}
