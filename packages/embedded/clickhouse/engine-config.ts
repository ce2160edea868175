import { availableParallelism, totalmem } from "node:os";

/**
 * Parts below 5 MB count alike when the engine chooses what to merge, so with its usual base of 5 a young table is
 * rewritten whole with every few inserts. Rows rewritten for each row of 400 inserts of 2,000 samples: 19 at base 5,
 * 3.6 at 20, 2.2 at 50. Each small part not merged yet costs a question about it 0.3 ms (up to 20 parts at 20, 30 at
 * 50); an hour later they are merged all the same.
 */
const mergeSelectorBase = 20;

/**
 * Server configuration of the embedded engine: small pools and caches for one machine that also runs everything
 * else, no system logs, and insert deduplication on for every table. A part that was inserted is on the disk itself
 * when the insert ends (1 to 2 ms more on a solid-state disk): inserts are few, since the journal gathers them, and
 * the journal forgets rows that the engine has.
 */
export function engineConfig(): string {
  const memoryBytesMax = Math.floor(Math.min(8e9, totalmem() * 0.35));
  const entries: Record<string, number> = {
    max_server_memory_usage: memoryBytesMax,
    mark_cache_size: 134_217_728,
    primary_index_cache_size: 67_108_864,
    uncompressed_cache_size: 0,
    query_condition_cache_size: 16_777_216,
    compiled_expression_cache_size: 16_777_216,
    max_thread_pool_size: 400,
    max_io_thread_pool_size: 16,
    max_thread_pool_free_size: 16,
    max_io_thread_pool_free_size: 0,
    max_active_parts_loading_thread_pool_size: 4,
    max_outdated_parts_loading_thread_pool_size: 2,
    max_unexpected_parts_loading_thread_pool_size: 1,
    max_parts_cleaning_thread_pool_size: 2,
    max_prefixes_deserialization_thread_pool_size: 4,
    max_format_parsing_thread_pool_size: 4,
    max_backups_io_thread_pool_size: 1,
    async_insert_threads: 1,
    max_build_vector_similarity_index_thread_pool_size: 1,
    background_pool_size: 2,
    background_schedule_pool_size: 2,
    tables_loader_foreground_pool_size: 2,
    tables_loader_background_pool_size: 1,
    max_concurrent_queries: 200,
  };
  const lines = Object.entries(entries).map(([name, value]) => `  <${name}>${value}</${name}>`);
  return `<clickhouse>
${lines.join("\n")}
  <logger><level>none</level></logger>
  <merge_tree>
    <non_replicated_deduplication_window>1000</non_replicated_deduplication_window>
    <merge_with_ttl_timeout>3600</merge_with_ttl_timeout>
    <fsync_after_insert>1</fsync_after_insert>
    <fsync_part_directory>1</fsync_part_directory>
    <merge_selector_base>${mergeSelectorBase}</merge_selector_base>
  </merge_tree>
  <profiles><default><max_threads>${Math.min(8, availableParallelism())}</max_threads></default></profiles>
</clickhouse>
`;
}
