import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";

const root = mkdtempSync(join(tmpdir(), "foyer-faults-files-"));
// PostgreSQL's own user has to get in when the tests run as root.
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("starts or asks for a backup, whichever part of an embedded database is lost", async () => {
  const [whole, damaged] = [join(root, "whole"), join(root, "damaged")];
  const { directory, stop } = await startEmbeddedPostgres({ dataDir: whole, log: () => undefined });
  await stop();
  const within = (path: string) => readdirSync(join(directory, path)).map((name) => join(path, name));
  const isDirectory = (path: string) => statSync(join(directory, path)).isDirectory();
  const parts = within("").flatMap((path) =>
    ["pg_logical", "pg_multixact", "pg_wal"].includes(path) ? [path, ...within(path)] : [path],
  );
  expect(parts.length).toBeGreaterThan(25);
  const losses = [
    ...parts.map((path) => ({ path, lost: [path] })),
    ...parts.filter(isDirectory).map((path) => ({ path: `all in ${path}`, lost: within(path) })),
  ];
  for (const { lost, path } of losses) {
    expect(spawnSync("cp", ["-a", whole, damaged]).status).toBe(0);
    for (const name of lost) rmSync(join(damaged, "postgres", name), { recursive: true });
    const outcome = await startEmbeddedPostgres({ dataDir: damaged, log: () => undefined }).then(
      (started) => started.stop().then(() => "started"),
      (thrown: unknown) => String(thrown),
    );
    expect(outcome, path).toMatch(/^started$|restore a backup \(docs\/backup\.md#restore\)\.$|no readable PG_VERSION/);
    rmSync(damaged, { recursive: true });
  }
});
