import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool } from "@/lib/platform/database/connections";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { loadSchemaEngine } from "./schema-engine";

/** `npm run db:diff NAME`: writes the next migration from the changes to prisma/schema.prisma. */
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Give the migration a name: npm run db:diff add_projects");
  process.exit(1);
}
const prismaDirectory = fileURLToPath(new URL(".", import.meta.url));
const migrations = join(prismaDirectory, "migrations");
const snapshotPath = join(migrations, "schema.snapshot.prisma");
const schema = readFileSync(join(prismaDirectory, "schema.prisma"), "utf8");
// The schema engine requires a database even to compare two files.
const dataDir = mkdtempSync(join(tmpdir(), "foyer-diff-"));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
const pool = createPool({ url: postgres.url, max: 1, onIdleError: console.error });
const engine = await loadSchemaEngine(pool, [["schema.prisma", schema]]);
const from = existsSync(snapshotPath)
  ? ({
      tag: "schemaDatamodel",
      files: [{ path: "schema.prisma", content: readFileSync(snapshotPath, "utf8") }],
    } as const)
  : ({ tag: "empty" } as const);
const { stdout } = await engine.diff({
  from: from.tag === "empty" ? from : { tag: from.tag, files: [...from.files] },
  to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
await pool.end();
await postgres.stop();
rmSync(dataDir, { recursive: true, force: true });
if (!stdout || stdout.includes("This is an empty migration")) {
  console.log("No changes.");
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const directory = join(migrations, `${stamp}_${name}`);
mkdirSync(directory, { recursive: true });
writeFileSync(join(directory, "migration.sql"), stdout);
writeFileSync(snapshotPath, schema);
console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it before you commit it.`);
process.exit(0);
