import type { Dialect } from "./dialect.ts";

const numbers = "Map(LowCardinality(String), Float64) CODEC(ZSTD(1))";
const texts = "Map(LowCardinality(String), String) CODEC(ZSTD(1))";

/** What models answered, the exact counts of it whatever was sampled, and what turned out to be true. */
export function up(dialect: Dialect): string[] {
  return [
    ...dialect.createTable({
      name: "predictions",
      columns: [
        "workspace_id UUID",
        // Its name. Of a model that runs elsewhere without one: the model's.
        "deployment LowCardinality(String)",
        "time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
        // The same for an answer and for what shadows said to the same input.
        "prediction_id String CODEC(ZSTD(1))",
        "request_id String CODEC(ZSTD(1))",
        // champion, canary, shadow, or outside: made elsewhere
        "role LowCardinality(String)",
        // A deployment's variant by its id, or whatever the sender calls it.
        "variant LowCardinality(String)",
        "model LowCardinality(String)",
        "model_version LowCardinality(String)",
        "service LowCardinality(String)",
        "user String CODEC(ZSTD(1))",
        "latency_us UInt64 CODEC(T64, ZSTD(1))",
        // Empty: answered.
        "error_code LowCardinality(String)",
        "error String CODEC(ZSTD(1))",
        // Columns of the input; one that is in neither map was missing or null.
        `numbers ${numbers}`,
        `texts ${texts}`,
        // Columns of the answer, and which of them charts and guards look at.
        `output_numbers ${numbers}`,
        `output_texts ${texts}`,
        "output_name LowCardinality(String)",
        // A shadow's answer against the answer: distance of numbers, 0 or 1 of labels, NaN where neither is known.
        "difference Float64 CODEC(ZSTD(1))",
        // Share of predictions of its kind that are stored.
        "sample_rate Float32",
        "retention_days UInt16",
        "INDEX id_filter prediction_id TYPE bloom_filter(0.001) GRANULARITY 1",
        "INDEX request_filter request_id TYPE bloom_filter(0.001) GRANULARITY 1",
        "INDEX user_filter user TYPE bloom_filter(0.01) GRANULARITY 1",
        "INDEX variant_filter variant TYPE set(100) GRANULARITY 1",
      ],
      engine: "ReplacingMergeTree",
      partitionBy: "(retention_days, toYYYYMMDD(time))",
      orderBy: "(workspace_id, deployment, time, prediction_id, variant)",
      ttl: "toDateTime(time) + toIntervalDay(least(retention_days, 7300))",
      shardBy: "cityHash64(workspace_id, deployment, prediction_id)",
    }),
    ...dialect.createTable({
      name: "prediction_traffic",
      columns: [
        "workspace_id UUID",
        "deployment LowCardinality(String)",
        // Of ten seconds.
        "bucket DateTime('UTC') CODEC(DoubleDelta, ZSTD(1))",
        "role LowCardinality(String)",
        "variant LowCardinality(String)",
        "model LowCardinality(String)",
        "model_version LowCardinality(String)",
        "requests SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
        "errors SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
        // Rows of all requests' inputs.
        "predictions SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
        "latency_us SimpleAggregateFunction(sum, UInt64) CODEC(T64, ZSTD(1))",
        // Buckets as in `services/durations.ts`, of nanoseconds; requests that failed are in it too.
        "latency SimpleAggregateFunction(sumMap, Tuple(Array(Int32), Array(UInt64))) CODEC(ZSTD(1))",
      ],
      engine: "AggregatingMergeTree",
      partitionBy: "toYYYYMM(bucket)",
      orderBy: "(workspace_id, deployment, bucket, role, variant, model, model_version)",
      ttl: "bucket + toIntervalDay(400)",
      shardBy: "cityHash64(workspace_id, deployment)",
    }),
    ...dialect.createTable({
      name: "prediction_labels",
      columns: [
        "workspace_id UUID",
        "deployment LowCardinality(String)",
        "prediction_id String CODEC(ZSTD(1))",
        // When it became known, by the sender's clock.
        "time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
        "received_at DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))",
        // NaN when the label is a text.
        "number Float64 CODEC(ZSTD(1))",
        "text String CODEC(ZSTD(1))",
        "retention_days UInt16",
        "INDEX received_range received_at TYPE minmax GRANULARITY 1",
      ],
      // A label that is sent again, or corrected, replaces the one before.
      engine: "ReplacingMergeTree",
      engineArguments: "received_at",
      partitionBy: "retention_days",
      orderBy: "(workspace_id, deployment, prediction_id)",
      ttl: "toDateTime(received_at) + toIntervalDay(least(retention_days, 7300))",
      // Partitions are not by time: rows expire one by one.
      settings: { ttl_only_drop_parts: 0 },
      shardBy: "cityHash64(workspace_id, deployment, prediction_id)",
    }),
  ];
}
