import type { Dialect } from "./dialect.ts";

/** Who sends, with which program, to which address, and how its requests were answered. */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "ingest_senders",
    columns: [
      "workspace_id UUID",
      "minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))",
      // The key's id.
      "source LowCardinality(String)",
      "signal LowCardinality(String)",
      "endpoint LowCardinality(String)",
      // The User-Agent, shortened.
      "agent LowCardinality(String)",
      "requests SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
      // Answered 4xx: sent again they would be refused again.
      "refused SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
      // Answered 429 or 5xx: the sender tries again.
      "deferred SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
      // Of bodies as sent.
      "bytes SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
      "bytes_max SimpleAggregateFunction(max, UInt64) CODEC(T64, ZSTD(1))",
      "last_seen SimpleAggregateFunction(max, DateTime('UTC')) CODEC(DoubleDelta, ZSTD(1))",
    ],
    engine: "AggregatingMergeTree",
    partitionBy: "toYYYYMM(minute)",
    orderBy: "(workspace_id, minute, source, signal, endpoint, agent)",
    ttl: "minute + toIntervalDay(90)",
    shardBy: "cityHash64(workspace_id)",
  });
}
