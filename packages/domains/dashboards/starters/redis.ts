import type { StarterPlan } from "./build.ts";

/** redis_exporter and the OpenTelemetry Collector's receiver: most of their names are the same. */
export const redis: StarterPlan = {
  key: "redis",
  title: "Redis",
  description: "Commands, memory, keys and hits, from redis_exporter or OpenTelemetry.",
  tags: ["cache", "redis"],
  variables: [],
  sections: [
    {
      title: "",
      panels: [
        {
          title: "Answers",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["redis_up"],
          queries: [["min by (instance) (redis_up)", "{{instance}}"]],
          options: {
            trend: false,
            thresholds: [
              { value: 0, level: "sev1" },
              { value: 1, level: "ok" },
            ],
          },
        },
        {
          title: "Clients",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["redis_connected_clients"],
          queries: [["sum(redis_connected_clients)"]],
          options: { unit: "count" },
        },
        {
          title: "Clients",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["redis_clients_connected"],
          queries: [["sum(redis_clients_connected)"]],
          options: { unit: "count" },
        },
        {
          title: "Memory",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["redis_memory_used_bytes"],
          queries: [["sum(redis_memory_used_bytes)"]],
          options: { unit: "bytes" },
        },
        {
          title: "Found",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["redis_keyspace_hits_total", "redis_keyspace_misses_total"],
          queries: [
            [
              "sum(rate(redis_keyspace_hits_total[$__rate_interval])) / (sum(rate(redis_keyspace_hits_total[$__rate_interval])) + sum(rate(redis_keyspace_misses_total[$__rate_interval])))",
            ],
          ],
          options: { unit: "ratio" },
          description: "Share of look-ups that found their key.",
        },
      ],
    },
    {
      title: "Over time",
      panels: [
        {
          title: "Commands",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["redis_commands_processed_total"],
          queries: [
            ["sum by (instance) (rate(redis_commands_processed_total[$__rate_interval]))", "{{instance}}"],
          ],
          options: { unit: "perSecond" },
        },
        {
          title: "Memory",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["redis_memory_used_bytes"],
          queries: [["sum by (instance) (redis_memory_used_bytes)", "{{instance}}"]],
          options: { unit: "bytes" },
        },
        {
          title: "Keys",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["redis_db_keys"],
          queries: [["sum by (db) (redis_db_keys) > 0", "{{db}}"]],
          options: { unit: "count" },
        },
        {
          title: "Expired and evicted",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["redis_expired_keys_total"],
          queries: [
            ["sum(rate(redis_expired_keys_total[$__rate_interval]))", "expired"],
            ["sum(rate(redis_evicted_keys_total[$__rate_interval]))", "evicted"],
          ],
          options: { unit: "perSecond" },
        },
      ],
    },
  ],
};
