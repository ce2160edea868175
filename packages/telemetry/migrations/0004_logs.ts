import type { Dialect } from "./dialect.ts";

/**
 * One wide immutable row per record; lists read its narrow columns only. The text index holds the words of the body
 * in lower case: `lowerUTF8(body) LIKE '%…%'` and `hasAllTokens(lowerUTF8(body), …)` skip what cannot match.
 */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "logs",
    columns: [
      "workspace_id UUID",
      "service LowCardinality(String)",
      "service_namespace LowCardinality(String)",
      "time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
      "id UInt64 CODEC(ZSTD(1))",
      "observed_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
      "severity_number UInt8",
      "severity_text LowCardinality(String)",
      // trace, debug, info, warn, error, fatal or empty
      "level LowCardinality(String)",
      "body String CODEC(ZSTD(1))",
      "event_name LowCardinality(String)",
      // Of analysis/log-templates: 16 hexadecimal digits.
      "template_id LowCardinality(String)",
      // Lower-case hex, as people paste them.
      "trace_id String CODEC(ZSTD(1))",
      "span_id String CODEC(ZSTD(1))",
      "session_id String CODEC(ZSTD(1))",
      "flags UInt32",
      "scope_name LowCardinality(String)",
      "scope_version LowCardinality(String)",
      "attributes Map(LowCardinality(String), String) CODEC(ZSTD(1))",
      "resource Map(LowCardinality(String), String) CODEC(ZSTD(1))",
      "retention_days UInt16",
      "INDEX body_words lowerUTF8(body) TYPE text(tokenizer = splitByNonAlpha)",
      "INDEX trace_filter trace_id TYPE bloom_filter(0.001) GRANULARITY 1",
      "INDEX session_filter session_id TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX template_filter template_id TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX service_filter service TYPE set(100) GRANULARITY 1",
      "INDEX severity_range severity_number TYPE minmax GRANULARITY 1",
      "INDEX attribute_values mapValues(attributes) TYPE bloom_filter(0.01) GRANULARITY 1",
    ],
    engine: "ReplacingMergeTree",
    partitionBy: "(retention_days, toYYYYMMDD(time))",
    // By time first, because every list is one: the newest of all services.
    orderBy: "(workspace_id, time, id)",
    ttl: "toDateTime(time) + toIntervalDay(least(retention_days, 7300))",
    shardBy: "cityHash64(workspace_id, trace_id, id)",
  });
}
