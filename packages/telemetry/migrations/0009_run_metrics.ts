import type { Dialect } from "./dialect.ts";

/**
 * Every point of every metric that training runs logged. A point sent twice is one: the whole of it is its key. Points
 * stay as long as their run does; `run_created` comes from the run's id, so that a run lies in one partition.
 */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "run_metric_points",
    columns: [
      "workspace_id UUID",
      "run_id UUID",
      "run_created DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
      "key LowCardinality(String)",
      "step Int64 CODEC(Delta, ZSTD(1))",
      // As the client sent it, in milliseconds since 1970.
      "timestamp_ms Int64 CODEC(Delta, ZSTD(1))",
      "value Float64 CODEC(ZSTD(1))",
      // The logged model and the data set it belongs to; empty for none.
      "model_id String CODEC(ZSTD(1))",
      "dataset_name String CODEC(ZSTD(1))",
      "dataset_digest String CODEC(ZSTD(1))",
    ],
    engine: "ReplacingMergeTree",
    partitionBy: "toYYYYMM(run_created)",
    orderBy: "(workspace_id, run_id, key, step, timestamp_ms, value, model_id)",
    shardBy: "cityHash64(workspace_id, run_id)",
  });
}
