import type { Dialect } from "./dialect.ts";

/** Numbers repeat from row to row within a series: these encodings bring a sample to one or two bytes. */
const timeColumn = "time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))";

const rollupColumns = [
  "workspace_id UUID",
  "metric LowCardinality(String)",
  "series_id UInt64",
  "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))",
  "min Float64 CODEC(Gorilla, ZSTD(1))",
  "max Float64 CODEC(Gorilla, ZSTD(1))",
  "sum Float64 CODEC(Gorilla, ZSTD(1))",
  "count UInt64 CODEC(T64, ZSTD(1))",
  "first Float64 CODEC(Gorilla, ZSTD(1))",
  "first_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
  "last Float64 CODEC(Gorilla, ZSTD(1))",
  "last_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
  // Sum of the reset-safe differences between consecutive samples of the bucket: makes counters exact at any step.
  "increase Float64 CODEC(Gorilla, ZSTD(1))",
  "retention_days UInt16",
  "version DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
];

/** DateTime ends in 2106: "for ever" is twenty years here, or the sum would wrap and expire at once. */
const keptFor = (time: string, times: number) =>
  `${time} + toIntervalDay(least(toUInt32(retention_days) * ${times}, 7300))`;

export function up(dialect: Dialect): string[] {
  return [
    ...dialect.createTable({
      name: "metric_series",
      columns: [
        "workspace_id UUID",
        "metric LowCardinality(String)",
        "series_id UInt64",
        "family SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "kind SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "temporality SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "unit SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "description SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "source_name SimpleAggregateFunction(anyLast, LowCardinality(String))",
        "labels SimpleAggregateFunction(anyLast, Map(String, String))",
        "first_seen SimpleAggregateFunction(min, DateTime('UTC'))",
        "last_seen SimpleAggregateFunction(max, DateTime('UTC'))",
        "retention_days SimpleAggregateFunction(max, UInt16)",
      ],
      engine: "AggregatingMergeTree",
      orderBy: "(workspace_id, metric, series_id)",
      ttl: keptFor("last_seen", 13),
      // Rows of every age share parts here: expired ones are rewritten away.
      settings: { ttl_only_drop_parts: 0 },
      shardBy: "cityHash64(workspace_id, series_id)",
    }),
    ...dialect.createTable({
      name: "metric_samples",
      columns: [
        "workspace_id UUID",
        "metric LowCardinality(String)",
        "series_id UInt64",
        timeColumn,
        // A stale marker is a NaN with its own bits; ClickHouse keeps them.
        "value Float64 CODEC(Gorilla, ZSTD(1))",
        "retention_days UInt16",
      ],
      // A resent sample folds into the first one on merge.
      engine: "ReplacingMergeTree",
      partitionBy: "(retention_days, toYYYYMMDD(time))",
      orderBy: "(workspace_id, metric, series_id, time)",
      ttl: keptFor("toDateTime(time)", 1),
      shardBy: "cityHash64(workspace_id, series_id)",
    }),
    ...(["metric_rollup_1m", "metric_rollup_1h"] as const).flatMap((name) =>
      dialect.createTable({
        name,
        columns: rollupColumns,
        engine: "ReplacingMergeTree",
        engineArguments: "version",
        partitionBy: "(retention_days, toYYYYMM(bucket))",
        orderBy: "(workspace_id, metric, series_id, bucket)",
        // Coarser data is kept longer: 30 days raw give 4 months of minutes and 13 months of hours.
        ttl: keptFor("bucket", name === "metric_rollup_1m" ? 4 : 13),
        shardBy: "cityHash64(workspace_id, series_id)",
      }),
    ),
    ...dialect.createTable({
      name: "metric_rollup_progress",
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
    ...dialect.createTable({
      name: "metric_rollup_late",
      columns: ["workspace_id UUID", "hour DateTime('UTC')", "noted_at DateTime64(3, 'UTC')"],
      engine: "MergeTree",
      partitionBy: "toYYYYMMDD(noted_at)",
      orderBy: "(noted_at, workspace_id, hour)",
      ttl: "toDateTime(noted_at) + toIntervalDay(7)",
      shardBy: "cityHash64(workspace_id)",
    }),
    ...dialect.createTable({
      name: "metric_histograms",
      columns: [
        "workspace_id UUID",
        "metric LowCardinality(String)",
        "series_id UInt64",
        timeColumn,
        // Prometheus' schema: bucket i ends at 2^(i * 2^-schema); -53 means custom bounds.
        "schema Int8",
        "zero_threshold Float64",
        "zero_count Float64",
        "count Float64",
        "sum Float64",
        "min Float64",
        "max Float64",
        "positive_indexes Array(Int32) CODEC(ZSTD(1))",
        "positive_counts Array(Float64) CODEC(ZSTD(1))",
        "negative_indexes Array(Int32) CODEC(ZSTD(1))",
        "negative_counts Array(Float64) CODEC(ZSTD(1))",
        "custom_bounds Array(Float64) CODEC(ZSTD(1))",
        "start_time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
        "is_delta Bool",
        "is_stale Bool",
        "retention_days UInt16",
      ],
      engine: "ReplacingMergeTree",
      partitionBy: "(retention_days, toYYYYMMDD(time))",
      orderBy: "(workspace_id, metric, series_id, time)",
      ttl: keptFor("toDateTime(time)", 1),
      shardBy: "cityHash64(workspace_id, series_id)",
    }),
  ];
}
