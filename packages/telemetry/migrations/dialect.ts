/**
 * The same migrations for one machine and for a cluster. On a cluster every table becomes a replicated `<name>_local`
 * with a Distributed table of the plain name before it, so that no reader or writer knows the difference.
 */
export type Dialect = {
  /** Statements that create the table; each may run twice. */
  createTable(table: TableSpec): string[];
  /** Statements that add a column everywhere; may run twice. */
  addColumn(table: string, column: string): string[];
  /** Statements that let reads of new rows skip what an index excludes; may run twice. */
  addIndex(table: string, index: string): string[];
  /**
   * Statements that give a table another order or engine and carry its rows over; may run twice. Rows copied twice
   * are the table's own duplicates, so that only tables that replace them may be given. Nothing writes meanwhile.
   */
  replaceTable(table: TableSpec, columns: readonly string[]): string[];
};

export type TableSpec = {
  name: string;
  /** Column and index lines. */
  columns: string[];
  engine: "MergeTree" | "ReplacingMergeTree" | "AggregatingMergeTree" | "SummingMergeTree";
  engineArguments?: string;
  partitionBy?: string;
  orderBy: string;
  ttl?: string;
  /** In place of the usual table settings of the same name. */
  settings?: Record<string, number>;
  /** Expression that spreads rows over shards. */
  shardBy: string;
};

const tableSettings: Record<string, number> = {
  // A retried insert with the same token counts once; plain tables keep no window by default.
  non_replicated_deduplication_window: 1000,
  replicated_deduplication_window: 1000,
  // Partitions hold one retention class, so whole parts expire and nothing is rewritten.
  ttl_only_drop_parts: 1,
  merge_with_ttl_timeout: 3600, // s
};

const clusterName = /^[A-Za-z0-9_-]{1,64}$/;

export function dialectFor(cluster: string | undefined): Dialect {
  if (cluster !== undefined && !clusterName.test(cluster))
    throw new Error("CLICKHOUSE_CLUSTER is not a cluster's name");
  return cluster === undefined ? single : clustered(cluster);
}

const single: Dialect = {
  createTable: (spec) => [create(spec.name, "", `${spec.engine}(${spec.engineArguments ?? ""})`, spec)],
  addColumn: (table, column) => [`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${column}`],
  addIndex: (table, index) => [`ALTER TABLE ${table} ADD INDEX IF NOT EXISTS ${index}`],
  replaceTable: (spec, columns) => [
    ...single.createTable({ ...spec, name: `${spec.name}_next` }),
    copy(spec.name, `${spec.name}_next`, columns),
    `DROP TABLE IF EXISTS ${spec.name}_before SYNC`,
    `RENAME TABLE ${spec.name} TO ${spec.name}_before, ${spec.name}_next TO ${spec.name}`,
    `DROP TABLE IF EXISTS ${spec.name}_before SYNC`,
  ],
};

const copy = (from: string, to: string, columns: readonly string[], settings = "") =>
  `INSERT INTO ${to} (${columns.join(", ")}) SELECT ${columns.join(", ")} FROM ${from}${settings}`;

function clustered(cluster: string): Dialect {
  const on = ` ON CLUSTER '${cluster}'`;
  const createLocal = (local: string, spec: TableSpec, place: string) => {
    const more = spec.engineArguments ? `, ${spec.engineArguments}` : "";
    return create(
      local,
      on,
      `Replicated${spec.engine}('/clickhouse/tables/{shard}/${place}', '{replica}'${more})`,
      spec,
    );
  };
  const distributed = (verb: string, name: string, spec: TableSpec) =>
    `${verb} ${name}${on} AS ${name}_local ` +
    `ENGINE = Distributed('${cluster}', currentDatabase(), ${name}_local, ${spec.shardBy}) ` +
    "SETTINGS fsync_after_insert = 0";
  const drop = (table: string) => `DROP TABLE IF EXISTS ${table}${on} SYNC`;
  return {
    createTable: (spec) => [
      createLocal(`${spec.name}_local`, spec, `{database}/${spec.name}_local`),
      distributed("CREATE TABLE IF NOT EXISTS", spec.name, spec),
    ],
    addColumn: (table, column) =>
      [`${table}_local`, table].map((name) => `ALTER TABLE ${name}${on} ADD COLUMN IF NOT EXISTS ${column}`),
    addIndex: (table, index) => [`ALTER TABLE ${table}_local${on} ADD INDEX IF NOT EXISTS ${index}`],
    replaceTable(spec, columns) {
      const { name } = spec;
      const next = `${name}_next`;
      return [
        // The place of the table before is taken until it is gone, also when this runs again.
        createLocal(`${next}_local`, spec, "{uuid}"),
        distributed("CREATE TABLE IF NOT EXISTS", next, spec),
        copy(name, next, columns, " SETTINGS distributed_foreground_insert = 1"),
        drop(next),
        drop(`${name}_before`),
        `RENAME TABLE ${name}_local TO ${name}_before, ${next}_local TO ${name}_local${on}`,
        drop(`${name}_before`),
        // With the columns that came.
        distributed("CREATE OR REPLACE TABLE", name, spec),
      ];
    },
  };
}

function create(name: string, on: string, engine: string, spec: TableSpec): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${name}${on} (\n  ${spec.columns.join(",\n  ")}\n)`,
    `ENGINE = ${engine}`,
    spec.partitionBy ? `PARTITION BY ${spec.partitionBy}` : "",
    `ORDER BY ${spec.orderBy}`,
    spec.ttl ? `TTL ${spec.ttl}` : "",
    `SETTINGS ${Object.entries({ ...tableSettings, ...spec.settings })
      .map(([setting, value]) => `${setting} = ${value}`)
      .join(", ")}`,
  ]
    .filter(Boolean)
    .join("\n");
}
