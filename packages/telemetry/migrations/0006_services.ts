import type { Dialect } from "./dialect.ts";

/** What every rollup of spans measures; buckets of `duration_ns` grow by 2^(1/8) (`services/durations.ts`). */
const measures = [
  "requests UInt64 CODEC(T64, ZSTD(1))",
  "errors UInt64 CODEC(T64, ZSTD(1))",
  "duration_ns UInt64 CODEC(T64, ZSTD(1))",
  "duration_max_ns UInt64 CODEC(T64, ZSTD(1))",
  "bucket_indexes Array(Int32) CODEC(ZSTD(1))",
  "bucket_counts Array(UInt64) CODEC(ZSTD(1))",
  "retention_days UInt16",
  // A bucket is computed as a whole: of its rows only those of the latest version count.
  "version DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
];

const serviceColumns = [
  "service LowCardinality(String)",
  "operation LowCardinality(String)",
  "kind LowCardinality(String)",
  "is_entry UInt8",
  // Spans that took at most the limits of `services/durations.ts`, in their order.
  "limit_counts Array(UInt64) CODEC(ZSTD(1))",
];

const edgeColumns = [
  "source LowCardinality(String)",
  "target LowCardinality(String)",
  // call, message: to a service. database, queue, external: to what sends no spans itself.
  "kind LowCardinality(String)",
  // The queue of a message.
  "via LowCardinality(String)",
];

export function up(dialect: Dialect): string[] {
  const rollup = (name: string, keys: string[], order: string, keptTimes: number) =>
    dialect.createTable({
      name,
      columns: [
        "workspace_id UUID",
        "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))",
        ...keys,
        ...measures,
      ],
      engine: "ReplacingMergeTree",
      engineArguments: "version",
      partitionBy: "(retention_days, toYYYYMM(bucket))",
      orderBy: `(workspace_id, bucket, ${order})`,
      // As the rollups of metrics: coarser data is kept longer.
      ttl: `bucket + toIntervalDay(least(toUInt32(retention_days) * ${keptTimes}, 7300))`,
      shardBy: "cityHash64(workspace_id)",
    });
  return [
    // When the gateway took the span in: tells which minutes are to be computed again. Old spans: their own time.
    ...dialect.addColumn(
      "spans",
      "received_at DateTime64(3, 'UTC') DEFAULT toDateTime64(time, 3) CODEC(Delta, ZSTD(1))",
    ),
    ...dialect.addIndex("spans", "received_range received_at TYPE minmax GRANULARITY 1"),
    ...rollup("service_minutes", serviceColumns, "service, operation, kind, is_entry", 4),
    ...rollup("service_hours", serviceColumns, "service, operation, kind, is_entry", 13),
    ...rollup("service_edge_minutes", edgeColumns, "source, target, kind, via", 4),
    ...rollup("service_edge_hours", edgeColumns, "source, target, kind, via", 13),
    ...dialect.createTable({
      name: "service_operations",
      columns: [
        "workspace_id UUID",
        "service LowCardinality(String)",
        "operation LowCardinality(String)",
        "last_seen SimpleAggregateFunction(max, DateTime('UTC'))",
      ],
      engine: "AggregatingMergeTree",
      orderBy: "(workspace_id, service, operation)",
      ttl: "last_seen + toIntervalDay(30)",
      settings: { ttl_only_drop_parts: 0 },
      shardBy: "cityHash64(workspace_id)",
    }),
    ...dialect.createTable({
      name: "service_rollup_progress",
      columns: [
        "step LowCardinality(String)",
        "up_to DateTime64(3, 'UTC')",
        "computed_at DateTime64(3, 'UTC')",
      ],
      engine: "ReplacingMergeTree",
      engineArguments: "computed_at",
      orderBy: "step",
      shardBy: "cityHash64(step)",
    }),
  ];
}
