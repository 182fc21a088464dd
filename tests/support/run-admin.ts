import { type Ran, runCommandLine } from "./run-command";
import type { TestContext } from "./test-context";

export function runAdmin(test: TestContext, ...words: string[]): Promise<Ran> {
  return runCommandLine("admin", words, {
    DATABASE_URL: test.database.url,
    AUTH_SECRET: "test secret of at least thirty-two characters",
    APP_URL: "http://localhost:3000",
    ADMIN_PASSWORD: "a quiet green harbour",
  });
}
