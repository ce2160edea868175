/**
 * The same migrations for one machine and for a cluster. On a cluster every table becomes a replicated `<name>_local`
 * with a Distributed table of the plain name before it, so that no reader or writer knows the difference.
 */
export type Dialect = {
  /** Statements that create the table; each may run twice. */
  createTable(table: TableSpec): string[];
  /** Statements that add a column everywhere; may run twice. */
  addColumn(table: string, column: string): string[];
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
};

function clustered(cluster: string): Dialect {
  const on = ` ON CLUSTER '${cluster}'`;
  return {
    createTable(spec) {
      const local = `${spec.name}_local`;
      const place = `'/clickhouse/tables/{shard}/{database}/${local}', '{replica}'`;
      const more = spec.engineArguments ? `, ${spec.engineArguments}` : "";
      return [
        create(local, on, `Replicated${spec.engine}(${place}${more})`, spec),
        `CREATE TABLE IF NOT EXISTS ${spec.name}${on} AS ${local} ` +
          `ENGINE = Distributed('${cluster}', currentDatabase(), ${local}, ${spec.shardBy}) ` +
          "SETTINGS fsync_after_insert = 0",
      ];
    },
    addColumn: (table, column) =>
      [`${table}_local`, table].map((name) => `ALTER TABLE ${name}${on} ADD COLUMN IF NOT EXISTS ${column}`),
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
