import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import type pg from "pg";

type SchemaEngine = engineModule.SchemaEngine;

let engineLoaded: Promise<void> | undefined;

/** The engine hands its panic text to this registry; without one the panic itself would be lost. */
const panics = {
  set_message(text: string) {
    throw new Error(`Schema engine: ${text}`);
  },
};
(globalThis as { PRISMA_WASM_PANIC_REGISTRY?: typeof panics }).PRISMA_WASM_PANIC_REGISTRY ??= panics;

/** The engine's own loader imports WebAssembly as a module, which Node does not do unasked; this does it by hand. */
async function loadEngine(): Promise<void> {
  engineLoaded ??= (async () => {
    const require = createRequire(import.meta.url);
    const code = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const module = new WebAssembly.Module(await readFile(code.replace(/\.js$/, ".wasm")));
    const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": { ...engineModule } });
    engineModule.__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
  })();
  await engineLoaded;
}

/** The schema engine on one database, ended when `use` is done. */
export async function withSchemaEngine<T>(
  url: string,
  schema: [file: string, text: string][],
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const adapter = bindMigrationAwareSqlAdapterFactory(new DescribingPg({ connectionString: url, max: 2 }));
  const engine = await engineModule.SchemaEngine.new({ datamodels: schema }, () => {}, adapter);
  try {
    return await use(engine);
  } finally {
    engine.free();
  }
}

/**
 * Postgres's catalogue has columns of its internal type "char" (oid 18), which the adapter refuses to type.
 * The engine needs them to describe a database, so they are let through as text and then announced as characters.
 */
class DescribingPg extends PrismaPg {
  override async connect() {
    return acceptCharColumns(await super.connect());
  }
}

type Adapter = Awaited<ReturnType<PrismaPg["connect"]>>;
const charOid = 18;
const textOid = 25;

function acceptCharColumns(adapter: Adapter): Adapter {
  const { client } = adapter as unknown as { client: { query(query: object): Promise<pg.QueryArrayResult> } };
  const charColumns = new WeakMap<object, number[]>();
  const query = client.query.bind(client);
  client.query = async (statement) => {
    const result = await query(statement);
    // A script of several statements answers with a list, which has no fields of its own.
    const found = (result.fields ?? []).flatMap((field, at) => (field.dataTypeID === charOid ? [at] : []));
    for (const at of found) result.fields[at]!.dataTypeID = textOid;
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    for (const at of charColumns.get(result.rows) ?? []) result.columnTypes[at] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}
