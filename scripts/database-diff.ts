import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool } from "@/lib/platform/database/connections";
import { startEmbeddedPostgres } from "@/lib/platform/database/embedded";
import { migrate } from "@/lib/platform/database/migrate";
import { loadSchemaEngine } from "./schema-engine";

/** `npm run db:diff NAME`: writes the next migration from prisma/schema.prisma. */
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Give the migration a name: npm run db:diff add_projects");
  process.exit(1);
}
const prismaDirectory = fileURLToPath(new URL("../prisma", import.meta.url));
const schema = readFileSync(join(prismaDirectory, "schema.prisma"), "utf8");
const sql = await differenceOnThrowAwayDatabase();
if (!sql || sql.includes("This is an empty migration")) {
  console.log("No changes.");
} else {
  const migration = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
  mkdirSync(join(prismaDirectory, "migrations", migration));
  writeFileSync(join(prismaDirectory, "migrations", migration, "migration.sql"), sql);
  console.log(`Wrote prisma/migrations/${migration}/migration.sql. Read it before you commit it.`);
}
// The schema engine keeps handles open.
process.exit(0);

async function differenceOnThrowAwayDatabase(): Promise<string | null> {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-diff-"));
  // PostgreSQL's own user needs access when this runs as root.
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, log: console.log });
  const pool = createPool({ url: postgres.url, max: 1, onIdleError: console.error });
  try {
    await migrate(postgres.url);
    const engine = await loadSchemaEngine(pool, [["schema.prisma", schema]]);
    const { stdout } = await engine.diff({
      from: {
        tag: "schemaDatasource",
        configDir: prismaDirectory,
        files: [{ path: "schema.prisma", content: schema }],
      },
      to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout;
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
