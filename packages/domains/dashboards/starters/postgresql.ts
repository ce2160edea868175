import type { StarterPlan } from "./build.ts";

/** postgres_exporter's names first, then those of the OpenTelemetry Collector's receiver: what arrives is shown. */
export const postgresql: StarterPlan = {
  key: "postgresql",
  title: "PostgreSQL",
  description: "Connections, transactions, cache and size, from postgres_exporter or OpenTelemetry.",
  tags: ["database", "postgresql"],
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
          needs: ["pg_up"],
          queries: [["min by (instance) (pg_up)", "{{instance}}"]],
          options: {
            trend: false,
            thresholds: [
              { value: 0, level: "sev1" },
              { value: 1, level: "ok" },
            ],
          },
        },
        {
          title: "Connections",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["pg_stat_database_numbackends"],
          queries: [["sum(pg_stat_database_numbackends)"]],
          options: { unit: "count" },
        },
        {
          title: "Connections",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["postgresql_backends"],
          queries: [["sum(postgresql_backends)"]],
          options: { unit: "count" },
        },
        {
          title: "Share of connections in use",
          type: "gauge",
          w: 6,
          h: 5,
          needs: ["pg_stat_database_numbackends", "pg_settings_max_connections"],
          queries: [["sum(pg_stat_database_numbackends) / sum(pg_settings_max_connections)"]],
          options: {
            unit: "ratio",
            min: 0,
            max: 1,
            thresholds: [
              { value: 0, level: "ok" },
              { value: 0.8, level: "sev3" },
              { value: 0.95, level: "sev1" },
            ],
          },
        },
        {
          title: "Found in cache",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["pg_stat_database_blks_hit", "pg_stat_database_blks_read"],
          queries: [
            [
              "sum(rate(pg_stat_database_blks_hit[$__rate_interval])) / (sum(rate(pg_stat_database_blks_hit[$__rate_interval])) + sum(rate(pg_stat_database_blks_read[$__rate_interval])))",
            ],
          ],
          options: { unit: "ratio" },
        },
        {
          title: "Size",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["pg_database_size_bytes"],
          queries: [["sum(pg_database_size_bytes)"]],
          options: { unit: "bytes" },
        },
        {
          title: "Size",
          type: "stat",
          w: 6,
          h: 5,
          needs: ["postgresql_db_size_bytes"],
          queries: [["sum(postgresql_db_size_bytes)"]],
          options: { unit: "bytes" },
        },
      ],
    },
    {
      title: "By database",
      panels: [
        {
          title: "Transactions",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["pg_stat_database_xact_commit"],
          queries: [
            [
              "sum by (datname) (rate(pg_stat_database_xact_commit[$__rate_interval]))",
              "{{datname}}, committed",
            ],
            [
              "sum by (datname) (rate(pg_stat_database_xact_rollback[$__rate_interval])) > 0",
              "{{datname}}, rolled back",
            ],
          ],
          options: { unit: "perSecond" },
        },
        {
          title: "Transactions",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["postgresql_commits_total"],
          queries: [
            [
              "sum by (postgresql_database_name) (rate(postgresql_commits_total[$__rate_interval]))",
              "{{postgresql_database_name}}, committed",
            ],
            [
              "sum by (postgresql_database_name) (rate(postgresql_rollbacks_total[$__rate_interval])) > 0",
              "{{postgresql_database_name}}, rolled back",
            ],
          ],
          options: { unit: "perSecond" },
        },
        {
          title: "Connections",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["pg_stat_database_numbackends"],
          queries: [["sum by (datname) (pg_stat_database_numbackends) > 0", "{{datname}}"]],
          options: { unit: "count", stacked: true, min: 0 },
        },
        {
          title: "Connections",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["postgresql_backends"],
          queries: [
            ["sum by (postgresql_database_name) (postgresql_backends)", "{{postgresql_database_name}}"],
          ],
          options: { unit: "count", stacked: true, min: 0 },
        },
        {
          title: "Rows touched",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["pg_stat_database_tup_fetched"],
          queries: [
            ["sum(rate(pg_stat_database_tup_fetched[$__rate_interval]))", "read"],
            ["sum(rate(pg_stat_database_tup_inserted[$__rate_interval]))", "inserted"],
            ["sum(rate(pg_stat_database_tup_updated[$__rate_interval]))", "updated"],
            ["sum(rate(pg_stat_database_tup_deleted[$__rate_interval]))", "deleted"],
          ],
          options: { unit: "perSecond" },
        },
        {
          title: "Deadlocks",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["pg_stat_database_deadlocks"],
          queries: [
            ["sum by (datname) (increase(pg_stat_database_deadlocks[$__rate_interval]))", "{{datname}}"],
          ],
          options: { unit: "count" },
        },
        {
          title: "Deadlocks",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["postgresql_deadlocks_total"],
          queries: [
            [
              "sum by (postgresql_database_name) (increase(postgresql_deadlocks_total[$__rate_interval]))",
              "{{postgresql_database_name}}",
            ],
          ],
          options: { unit: "count" },
        },
        {
          title: "Size",
          type: "bar",
          w: 12,
          h: 8,
          needs: ["pg_database_size_bytes"],
          queries: [["sum by (datname) (pg_database_size_bytes)", "{{datname}}"]],
          options: { unit: "bytes" },
        },
      ],
    },
  ],
};
