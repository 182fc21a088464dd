import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** `npm run test:races`, `test:fuzz`, `test:faults`, `test:instances`, `test:edge`. */
const alone = { pool: "forks", maxWorkers: 1, fileParallelism: false } as const;
const withDatabase = {
  ...alone,
  globalSetup: ["tests/support/global-database.ts"],
  setupFiles: ["tests/support/setup-console.ts", "tests/support/setup-database.ts"],
  isolate: false,
};

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    testTimeout: 30 * 60_000,
    hookTimeout: 5 * 60_000,
    projects: [
      { extends: true, test: { ...withDatabase, name: "races", include: ["tests/chaos/races/**/*.chaos.ts"] } },
      { extends: true, test: { ...withDatabase, name: "fuzz", include: ["tests/chaos/fuzz/**/*.chaos.ts"] } },
      { extends: true, test: { ...alone, name: "edge", include: ["tests/chaos/edge/**/*.chaos.ts"] } },
      {
        extends: true,
        test: {
          ...alone,
          name: "faults",
          include: ["tests/chaos/faults/**/*.chaos.ts"],
          // Shared by all files of a run.
          env: { FAULT_SEED: process.env.FAULT_SEED ?? String(Date.now() % 1_000_000) },
        },
      },
      {
        extends: true,
        test: {
          ...alone,
          name: "instances",
          include: ["tests/chaos/instances/**/*.chaos.ts"],
          globalSetup: ["tests/chaos/instances/global-setup.ts"],
        },
      },
    ],
  },
});
