import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { writeInstanceFigures } from "./figures";

declare module "vitest" {
  interface ProvidedContext {
    clusterUrl: string;
    runDirectory: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const startedAt = Date.now();
  // Two processes that start together must not both build.
  execFileSync(process.execPath, ["scripts/start.mjs", "--build-only"], { stdio: "inherit" });
  const directory = mkdtempSync(join(tmpdir(), "foyer-instances-"));
  // Lets the `postgres` user in when run as root.
  chmodSync(directory, 0o755);
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, "cluster"),
    log: console.error,
    mayCreateDatabases: true,
  });
  project.provide("clusterUrl", postgres.url);
  project.provide("runDirectory", directory);
  return async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const version = String((await client.query("SHOW server_version")).rows[0].server_version);
    await client.end();
    await postgres.stop();
    writeInstanceFigures(directory, { version, seconds: (Date.now() - startedAt) / 1000 });
    rmSync(directory, { recursive: true, force: true });
  };
}
