import { spawn } from "node:child_process";
import { CannotStart } from "@/lib/platform/cannot-start";
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
      fail(
        new CannotStart(`${program} is missing: install PostgreSQL's client programs, at least as new as the server`),
      ),
    );
    child.once("close", (code) => {
      if (code === 0) done();
      else fail(new CannotStart(`${program} failed: ${said.trim().slice(-2000)}`));
    });
  });
}
