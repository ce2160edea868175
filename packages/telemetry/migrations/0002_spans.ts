import type { Dialect } from "./dialect.ts";

/** One wide immutable row per span; resource and scope are copied on, so that no reader joins. */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "spans",
    columns: [
      "workspace_id UUID",
      "service LowCardinality(String)",
      "service_namespace LowCardinality(String)",
      "time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
      "duration_ns UInt64 CODEC(T64, ZSTD(1))",
      // Lower-case hex, as people paste them.
      "trace_id String CODEC(ZSTD(1))",
      "span_id String CODEC(ZSTD(1))",
      "parent_span_id String CODEC(ZSTD(1))",
      "name LowCardinality(String)",
      "kind LowCardinality(String)",
      "status LowCardinality(String)",
      "status_message String CODEC(ZSTD(1))",
      "trace_state String CODEC(ZSTD(1))",
      "flags UInt32",
      "scope_name LowCardinality(String)",
      "scope_version LowCardinality(String)",
      "attributes Map(LowCardinality(String), String) CODEC(ZSTD(1))",
      "resource Map(LowCardinality(String), String) CODEC(ZSTD(1))",
      "event_times Array(DateTime64(9, 'UTC')) CODEC(ZSTD(1))",
      "event_names Array(LowCardinality(String)) CODEC(ZSTD(1))",
      "event_attributes Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1))",
      "link_trace_ids Array(String) CODEC(ZSTD(1))",
      "link_span_ids Array(String) CODEC(ZSTD(1))",
      "link_attributes Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1))",
      "retention_days UInt16",
      "INDEX trace_id_filter trace_id TYPE bloom_filter(0.001) GRANULARITY 1",
      "INDEX duration_range duration_ns TYPE minmax GRANULARITY 1",
    ],
    engine: "ReplacingMergeTree",
    partitionBy: "(retention_days, toYYYYMMDD(time))",
    orderBy: "(workspace_id, service, time, trace_id, span_id)",
    ttl: "toDateTime(time) + toIntervalDay(least(retention_days, 7300))",
    shardBy: "cityHash64(workspace_id, trace_id)",
  });
}
