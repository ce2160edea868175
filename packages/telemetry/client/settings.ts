import type { ClickHouseSettings } from "@clickhouse/client";

/**
 * Settings sent with every statement, so that a server's own defaults never decide about time, memory or durability.
 * Sources: ClickHouse's settings reference; measured limits in the reliability notes.
 */
export const querySettings: ClickHouseSettings = {
  session_timezone: "UTC",
  max_memory_usage: "1000000000",
  max_rows_to_read: "2000000000",
  max_result_rows: "1000000",
  result_overflow_mode: "throw",
  timeout_overflow_mode: "throw",
  max_bytes_before_external_group_by: "500000000",
  max_bytes_before_external_sort: "500000000",
  // Identifiers are rendered into the statement by us (never user text), and a selector may match thousands.
  max_query_size: "4000000",
  // 64-bit identifiers do not fit a JSON number.
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_denormals: 0,
  allow_experimental_time_series_aggregate_functions: 1,
  optimize_read_in_window_order: 1,
  // ClickHouse 26.7 loses rows with it: ORDER BY … LIMIT over a condition that a text index answers
  // (packages/telemetry/traces/questions.store.test.ts, "a word of an attribute").
  use_top_k_dynamic_filtering: 0,
};

/** Groups go to disk late: a question that does so takes three times as long. */
export function memorySettings(memoryBytesMax: number | undefined): ClickHouseSettings {
  if (memoryBytesMax === undefined) return {};
  return {
    max_memory_usage: String(memoryBytesMax),
    max_bytes_before_external_group_by: String(Math.floor(memoryBytesMax * 0.7)),
  };
}

/**
 * An insert returns when its part is on disk. ClickHouse's asynchronous inserts (on by default since 26.3) stay off:
 * the writer groups commits itself and relies on the token to make a retry count once.
 */
export const insertSettings: ClickHouseSettings = {
  session_timezone: "UTC",
  async_insert: 0,
  insert_deduplicate: 1,
  // Rows of one body are read in order: more threads only hand them around (5 % more processor time).
  max_threads: 1,
  max_partitions_per_insert_block: "1000",
  max_execution_time: 30,
  max_memory_usage: "1000000000",
  date_time_input_format: "best_effort",
  input_format_skip_unknown_fields: 0,
};

export const administerSettings: ClickHouseSettings = {
  ...querySettings,
  max_rows_to_read: "0",
  max_partitions_per_insert_block: "1000",
  async_insert: 0,
};
