import { spawn } from "node:child_process";
import type { TestContext } from "./test-context";

/** Runs `npm run admin` as whoever runs the server does: a process of its own, on the same database. */
export function runAdmin(
  test: TestContext,
  ...words: string[]
): Promise<{ code: number | null; out: string; problem: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "prisma/admin.ts", ...words], {
      env: {
        ...process.env,
        ...{ DATABASE_URL: test.database.url, AUTH_SECRET: "test secret of at least thirty-two characters" },
        ...{ APP_URL: "http://localhost:3000", ADMIN_PASSWORD: "a quiet green harbour" },
      },
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
