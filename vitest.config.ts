import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const withDatabase = {
  globalSetup: ["tests/support/global-database.ts"],
  setupFiles: ["tests/support/setup-console.ts", "tests/support/setup-database.ts", "tests/support/setup-next.ts"],
  // Tests start with empty tables.
  isolate: false,
};

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    maxWorkers: 2,
    pool: "forks",
    restoreMocks: true,
    // For busy machines. No test asserts a time.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,components,lib,messages,scripts,tests}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.int.test.ts", "**/*.contract.test.ts", "**/node_modules/**"],
          setupFiles: ["tests/support/setup-console.ts"],
        },
      },
      {
        extends: true,
        test: { ...withDatabase, name: "integration", include: ["lib/**/*.int.test.ts"] },
      },
      {
        extends: true,
        test: { ...withDatabase, name: "contract", include: ["{lib,sdk}/**/*.contract.test.ts"] },
      },
    ],
  },
});
