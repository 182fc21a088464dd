import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import type pg from "pg";

type Bindings = typeof import("@prisma/schema-engine-wasm/schema_engine_bg") & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
};

/** The package's import of .wasm needs a bundler. The caller must end the pool. */
export async function loadSchemaEngine(pool: pg.Pool, datamodels?: [string, string][]): Promise<SchemaEngine> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bindings = (await import(pathToFileURL(entry).href)) as Bindings;
  const wasm = new WebAssembly.Module(readFileSync(join(dirname(entry), "schema_engine_bg.wasm")));
  const imports = { "./schema_engine_bg.js": withoutHoldingTimers(bindings) } as WebAssembly.Imports;
  const instance = new WebAssembly.Instance(wasm, imports);
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(readingCharacters(pool));
  return bindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
}

const postgresChar = 18;
const postgresTime = 1083;

/** Prisma's adapter rejects "char", which its engine reads from the catalogs. */
function readingCharacters(pool: pg.Pool): PrismaPg {
  pool.on("connect", ({ connection }) =>
    connection.prependListener("rowDescription", ({ fields }: { fields: { dataTypeID: number }[] }) => {
      for (const field of fields) if (field.dataTypeID === postgresChar) field.dataTypeID = postgresTime;
    }),
  );
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const found = await queryRaw(query);
      const columnTypes = found.columnTypes.map((type) =>
        type === ColumnTypeEnum.Time ? ColumnTypeEnum.Character : type,
      );
      return { ...found, columnTypes };
    };
    return adapter;
  };
  return factory;
}

/** The engine's lock timer would keep the process alive. */
function withoutHoldingTimers(bindings: Bindings): Record<string, unknown> {
  const entries = Object.entries(bindings as Record<string, unknown>).map(([name, value]): [string, unknown] => {
    if (!name.startsWith("__wbg_setTimeout")) return [name, value];
    const start = value as (callback: () => void, milliseconds: number) => NodeJS.Timeout;
    return [name, (callback: () => void, milliseconds: number) => start(callback, milliseconds).unref()];
  });
  return Object.fromEntries(entries);
}
