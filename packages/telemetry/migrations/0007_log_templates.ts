import type { Dialect } from "./dialect.ts";

/**
 * What gateways learned about messages, so that a restart forgets nothing and several gateways agree: one row per
 * template (and one with an empty id per service, for the header of its lines), written again when it widens, merges
 * or was seen on another day. The newest row counts.
 */
export function up(dialect: Dialect): string[] {
  return dialect.createTable({
    name: "log_templates",
    columns: [
      "workspace_id UUID",
      "service LowCardinality(String)",
      // Of analysis/log-templates: 16 hexadecimal digits; empty for the service's header.
      "template_id String",
      "text String CODEC(ZSTD(1))",
      // The cluster or the header as JSON, for the miner.
      "state String CODEC(ZSTD(1))",
      // The template that took this one in; empty while it stands.
      "merged_into String",
      "first_seen DateTime64(3, 'UTC')",
      "seen DateTime64(3, 'UTC')",
    ],
    engine: "ReplacingMergeTree",
    engineArguments: "seen",
    orderBy: "(workspace_id, service, template_id)",
    ttl: "toDateTime(seen) + toIntervalDay(400)",
    // Rows of all ages share the few parts of this small table.
    settings: { ttl_only_drop_parts: 0 },
    shardBy: "cityHash64(workspace_id)",
  });
}
