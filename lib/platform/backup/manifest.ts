import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CannotStart } from "../cannot-start";
import { listMigrations } from "../database/migrate";

export const manifestName = "manifest.json";

const partSchema = z.object({
  /** In the file's order. */
  columns: z.array(z.string()),
  file: z.string().regex(/^[a-z0-9_]+\.copy\.gz$/),
  rows: z.number().int().nonnegative(),
  /** Hexadecimal digest of the uncompressed rows. */
  sha256: z.string(),
});

const manifestSchema = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** server_version of the backed-up database. */
  postgres: z.string(),
  migrations: z.array(z.string()).min(1),
  tables: z.array(partSchema.extend({ name: z.string() })),
  jobs: partSchema,
  /** Last values, null if never used. */
  sequences: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  /** Verifies the secret without revealing it. Null if there was none. */
  secretCheck: z.string().nullable(),
});

export type Part = z.infer<typeof partSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** Throws CannotStart for an invalid backup or an unsupported version. */
export function readManifest(directory: string): Manifest {
  const path = join(directory, manifestName);
  if (!existsSync(path)) throw new CannotStart(noBackup(directory));
  const manifest = manifestSchema.safeParse(parse(readFileSync(path, "utf8")));
  if (!manifest.success) {
    throw new CannotStart(`${path} is damaged, or was written by a newer version of Foyer. Nothing was changed.`);
  }
  const known = new Set(listMigrations());
  const unknown = manifest.data.migrations.find((name) => !known.has(name));
  if (unknown === undefined) return manifest.data;
  throw new CannotStart(
    `${directory} was made by a newer version of Foyer, which has the migration ${unknown}. Nothing was changed. Update Foyer first.`,
  );
}

function noBackup(directory: string): string {
  const again = "Restore it with that version, start this one on that database, then run backup again.";
  if (existsSync(join(directory, "postgres", "PG_VERSION"))) {
    return `${directory} is a copy of the embedded database's files, made by an earlier version of Foyer. ${again}`;
  }
  if (existsSync(join(directory, "database.dump"))) {
    return `${directory} was made with pg_dump by an earlier version of Foyer. ${again}`;
  }
  return `${directory} is not a backup: it has no ${manifestName}. Nothing was changed.`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Truncated or not JSON.
    return null;
  }
}

export function checkOf(secret: string): string {
  return createHmac("sha256", secret).update("foyer backup").digest("hex");
}
