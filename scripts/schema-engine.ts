import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import type pg from "pg";

type Bindings = typeof import("@prisma/schema-engine-wasm/schema_engine_bg") & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
};

/**
 * Prisma's schema engine as WebAssembly, instantiated by hand because its package supports bundlers only. The caller
 * ends the pool.
 */
export async function loadSchemaEngine(pool: pg.Pool, datamodels?: [string, string][]): Promise<SchemaEngine> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bindings = (await import(pathToFileURL(entry).href)) as Bindings;
  const wasm = new WebAssembly.Module(readFileSync(join(dirname(entry), "schema_engine_bg.wasm")));
  const imports = { "./schema_engine_bg.js": withoutHoldingTimers(bindings) } as WebAssembly.Imports;
  const instance = new WebAssembly.Instance(wasm, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  return bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

/** The engine leaves its lock's timer running, which would keep the process alive. */
function withoutHoldingTimers(bindings: Bindings): Record<string, unknown> {
  const entries = Object.entries(bindings as Record<string, unknown>).map(([name, value]): [string, unknown] => {
    if (!name.startsWith("__wbg_setTimeout")) return [name, value];
    const start = value as (callback: () => void, milliseconds: number) => NodeJS.Timeout;
    return [name, (callback: () => void, milliseconds: number) => start(callback, milliseconds).unref()];
  });
  return Object.fromEntries(entries);
}
