import type { Dialect } from "./dialect.ts";

export function up(dialect: Dialect): string[] {
  return [
    ...dialect.createTable({
      name: "ingest_counters",
      columns: [
        "workspace_id UUID",
        "minute DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))",
        "signal LowCardinality(String)",
        // Who sent it: the key's id.
        "source LowCardinality(String)",
        // accepted, rejected or late
        "outcome LowCardinality(String)",
        "reason LowCardinality(String)",
        "count UInt64 CODEC(T64, ZSTD(1))",
      ],
      engine: "SummingMergeTree",
      engineArguments: "count",
      partitionBy: "toYYYYMM(minute)",
      orderBy: "(workspace_id, minute, signal, source, outcome, reason)",
      ttl: "minute + toIntervalDay(90)",
      shardBy: "cityHash64(workspace_id)",
    }),
    ...dialect.createTable({
      name: "dead_letters",
      columns: [
        "workspace_id UUID",
        "time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
        "signal LowCardinality(String)",
        "source LowCardinality(String)",
        "reason LowCardinality(String)",
        "detail String CODEC(ZSTD(1))",
        // A bounded sample of what was refused, as JSON.
        "payload String CODEC(ZSTD(3))",
        "count UInt32",
      ],
      engine: "MergeTree",
      partitionBy: "toYYYYMM(time)",
      orderBy: "(workspace_id, time)",
      ttl: "toDateTime(time) + toIntervalDay(14)",
      shardBy: "cityHash64(workspace_id)",
    }),
  ];
}
