import type { StarterPlan } from "./build.ts";

/** What Triops tells of itself. */
export const triops: StarterPlan = {
  key: "triops",
  title: "Triops itself",
  description: "Its parts, what it takes in, its jobs and its stores.",
  tags: ["triops"],
  variables: [],
  sections: [
    {
      title: "",
      panels: [
        {
          title: "Parts that answer",
          type: "stat",
          w: 8,
          h: 5,
          needs: ["triops_up_ratio"],
          queries: [["min by (triops_process) (triops_up_ratio)", "{{triops_process}}"]],
          options: {
            trend: false,
            thresholds: [
              { value: 0, level: "sev1" },
              { value: 1, level: "ok" },
            ],
          },
          description: "1 while a part says that it is well.",
        },
        {
          title: "Taken in",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["triops_ingest_accepted_total"],
          queries: [["sum(rate(triops_ingest_accepted_total[$__rate_interval]))"]],
          options: { unit: "perSecond" },
          description: "Data points, log lines and spans that were stored.",
        },
        {
          title: "Age of the newest data",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["triops_ingest_lag_seconds"],
          queries: [["max(triops_ingest_lag_seconds)"]],
          options: { unit: "seconds" },
        },
        {
          title: "Oldest waiting job",
          type: "stat",
          w: 4,
          h: 5,
          needs: ["triops_jobs_lag_seconds"],
          queries: [["max(triops_jobs_lag_seconds)"]],
          options: {
            unit: "seconds",
            thresholds: [
              { value: 0, level: "ok" },
              { value: 60, level: "sev3" },
              { value: 300, level: "sev2" },
            ],
          },
        },
        {
          title: "Open alerts",
          type: "alerts",
          w: 4,
          h: 5,
          needs: [],
          queries: [],
        },
      ],
    },
    {
      title: "Taking in",
      panels: [
        {
          title: "Accepted by signal",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_ingest_accepted_total"],
          queries: [
            [
              "sum by (triops_signal) (rate(triops_ingest_accepted_total[$__rate_interval]))",
              "{{triops_signal}}",
            ],
          ],
          options: { unit: "perSecond", stacked: true, min: 0 },
        },
        {
          title: "Requests by status",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_ingest_requests_total"],
          queries: [
            [
              "sum by (http_response_status_code) (rate(triops_ingest_requests_total[$__rate_interval]))",
              "{{http_response_status_code}}",
            ],
          ],
          options: { unit: "perSecond" },
        },
      ],
    },
    {
      title: "Parts",
      panels: [
        {
          title: "Memory",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["process_memory_usage_bytes"],
          queries: [
            [
              'sum by (triops_process) (process_memory_usage_bytes{service_name="triops"})',
              "{{triops_process}}",
            ],
          ],
          options: { unit: "bytes", stacked: true, min: 0 },
        },
        {
          title: "Processor",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["process_cpu_utilization_ratio"],
          queries: [
            [
              'sum by (triops_process) (process_cpu_utilization_ratio{service_name="triops"})',
              "{{triops_process}}",
            ],
          ],
          options: { unit: "ratio" },
          description: "100 % is one processor.",
        },
        {
          title: "Event loops, latest timer",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["nodejs_eventloop_delay_max_seconds"],
          queries: [["max by (triops_process) (nodejs_eventloop_delay_max_seconds)", "{{triops_process}}"]],
          options: { unit: "seconds" },
        },
        {
          title: "Time to answer a health check",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_health_duration_seconds"],
          queries: [["max by (triops_process) (triops_health_duration_seconds)", "{{triops_process}}"]],
          options: { unit: "seconds" },
        },
      ],
    },
    {
      title: "Jobs and stores",
      panels: [
        {
          title: "Jobs done",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_jobs_completed_total"],
          queries: [
            [
              "topk(8, sum by (triops_queue) (rate(triops_jobs_completed_total[$__rate_interval])))",
              "{{triops_queue}}",
            ],
          ],
          options: { unit: "perSecond" },
        },
        {
          title: "Queues",
          type: "table",
          w: 12,
          h: 8,
          needs: ["triops_jobs_waiting"],
          queries: [
            ["sum by (triops_queue) (triops_jobs_waiting)", "Waiting"],
            ["sum by (triops_queue) (triops_jobs_active)", "Active"],
            ["sum by (triops_queue) (triops_jobs_delayed)", "Delayed"],
            ["sum by (triops_queue) (triops_jobs_failed)", "Dead"],
          ],
          options: {
            columnNames: { triops_queue: "Queue" },
            sort: { column: "Waiting", descending: true },
          },
        },
        {
          title: "Space taken by stores",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_store_size_bytes"],
          queries: [["sum by (triops_store) (triops_store_size_bytes)", "{{triops_store}}"]],
          options: { unit: "bytes" },
        },
        {
          title: "Connections",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["triops_store_connections"],
          queries: [["sum by (triops_store) (triops_store_connections)", "{{triops_store}}"]],
          options: { unit: "count" },
        },
      ],
    },
  ],
};
