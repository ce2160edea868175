import type { Dialect } from "./dialect.ts";

const names = "Array(LowCardinality(String)) CODEC(ZSTD(1))";
const texts = "Array(String) CODEC(ZSTD(1))";
const words = (column: string) =>
  `INDEX ${column}_words ${column} TYPE text(tokenizer = splitByNonAlpha, preprocessor = lowerUTF8(${column}))`;

/**
 * Model calls and the work around them, as lists, charts and bills read them: one narrow row per span, with what
 * belongs to its trace copied on. Bodies stay with the span in `spans`. Ordered as `spans` is, by time itself: a
 * list's newest fifty are then read from the end and nothing else is.
 */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "llm_spans",
    columns: [
      "workspace_id UUID",
      "time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
      "duration_ns UInt64 CODEC(T64, ZSTD(1))",
      // Lower-case hex, as people paste them.
      "trace_id String CODEC(ZSTD(1))",
      "span_id String CODEC(ZSTD(1))",
      "parent_span_id String CODEC(ZSTD(1))",
      // gateway, otlp, langfuse
      "source LowCardinality(String)",
      // Whose names were read: gen_ai, openinference, openllmetry, ai_sdk, langfuse
      "dialect LowCardinality(String)",
      "kind LowCardinality(String)",
      "name LowCardinality(String)",
      "trace_name LowCardinality(String)",
      "service LowCardinality(String)",
      "environment LowCardinality(String)",
      "release LowCardinality(String)",
      "route LowCardinality(String)",
      "provider LowCardinality(String)",
      "model LowCardinality(String)",
      "response_model LowCardinality(String)",
      "response_id String CODEC(ZSTD(1))",
      "operation LowCardinality(String)",
      // unset, ok, error
      "status LowCardinality(String)",
      "status_message String CODEC(ZSTD(1))",
      "error_type LowCardinality(String)",
      `finish_reasons ${names}`,
      "stream UInt8",
      // 0: not known
      "first_token_ns UInt64 CODEC(T64, ZSTD(1))",
      "user String CODEC(ZSTD(1))",
      "session String CODEC(ZSTD(1))",
      `tags ${names}`,
      `metadata_names ${names}`,
      `metadata_values ${texts}`,
      "prompt_id String CODEC(ZSTD(1))",
      "prompt_name LowCardinality(String)",
      // 0: none
      "prompt_version UInt32",
      "prompt_label LowCardinality(String)",
      // Ids: of the API key, the virtual key and its team.
      "key_id LowCardinality(String)",
      "virtual_key LowCardinality(String)",
      "team LowCardinality(String)",
      // hit, miss, off; empty: not ours to know
      "cache LowCardinality(String)",
      // Buckets of packages/analysis/pricing: every token is in one of them.
      `usage_names ${names}`,
      "usage_values Array(Float64) CODEC(ZSTD(1))",
      // Of all buckets that are tokens, for lists and orders.
      "input_tokens UInt64 CODEC(T64, ZSTD(1))",
      "output_tokens UInt64 CODEC(T64, ZSTD(1))",
      // USD. Null: the price is not known.
      "cost Nullable(Decimal(18, 12)) CODEC(ZSTD(1))",
      `cost_names ${names}`,
      "cost_values Array(Decimal(18, 12)) CODEC(ZSTD(1))",
      // What the sender says it cost.
      "stated_cost Nullable(Decimal(18, 12)) CODEC(ZSTD(1))",
      // unknown_model, unknown_service_tier, no_rate, no_usage; empty: priced, or nothing to price
      "unpriced LowCardinality(String)",
      "estimated UInt8",
      `flags ${names}`,
      // 0 where another row says the same: sums are over 1.
      "counts UInt8",
      // kind:action:what, as in pii:mask:email
      `findings ${names}`,
      "input_preview String CODEC(ZSTD(1))",
      "output_preview String CODEC(ZSTD(1))",
      "input_text String CODEC(ZSTD(1))",
      "output_text String CODEC(ZSTD(1))",
      "agent_name LowCardinality(String)",
      `tool_names ${names}`,
      // Of several rows of a span the highest holds.
      "revision UInt64 CODEC(T64, ZSTD(1))",
      "retention_days UInt16",
      "received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
      "trace_hash UInt64 MATERIALIZED xxHash64(trace_id) CODEC(ZSTD(1))",
      "INDEX received_range received_at TYPE minmax GRANULARITY 1",
      // A page asks for fifty traces at once: each would find its own granules by mistake.
      "INDEX trace_filter trace_id TYPE bloom_filter(0.0001) GRANULARITY 1",
      "INDEX response_filter response_id TYPE bloom_filter(0.001) GRANULARITY 1",
      "INDEX session_filter session TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX user_filter user TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX model_filter model TYPE set(100) GRANULARITY 1",
      "INDEX kind_filter kind TYPE set(20) GRANULARITY 1",
      "INDEX status_filter status TYPE set(3) GRANULARITY 1",
      "INDEX service_filter service TYPE set(100) GRANULARITY 1",
      "INDEX route_filter route TYPE set(100) GRANULARITY 1",
      "INDEX prompt_filter prompt_name TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX key_filter virtual_key TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX name_filter name TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX tag_filter tags TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX metadata_filter metadata_values TYPE bloom_filter(0.01) GRANULARITY 1",
      "INDEX duration_range duration_ns TYPE minmax GRANULARITY 1",
      "INDEX cost_range cost TYPE minmax GRANULARITY 1",
      words("input_text"),
      words("output_text"),
    ],
    engine: "ReplacingMergeTree",
    engineArguments: "revision",
    partitionBy: "(retention_days, toYYYYMMDD(time))",
    orderBy: "(workspace_id, time, trace_id, span_id)",
    ttl: "toDateTime(time) + toIntervalDay(least(retention_days, 7300))",
    settings: { index_granularity: 2_048 },
    shardBy: "cityHash64(workspace_id, trace_id)",
  });
}
