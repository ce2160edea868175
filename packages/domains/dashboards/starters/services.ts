import type { StarterPlan } from "./build.ts";

const on = 'service=~"$service"';
/** Running totals come once a minute: a rate needs several of them. */
const rate = (metric: string) => `rate(${metric}{${on}}[5m])`;
const requests = rate("service_requests_total");
const errors = rate("service_errors_total");
const buckets = rate("service_duration_seconds_bucket");

/** Requests, errors and durations that Triops counts from spans. */
export const services: StarterPlan = {
  key: "services",
  title: "Services from traces",
  description: "Requests, errors and durations of every service, counted from the spans that arrive.",
  tags: ["http", "traces"],
  variables: [
    {
      name: "service",
      label: "Service",
      kind: "query",
      query: "label_values(service_requests_total, service)",
      multi: true,
      includeAll: true,
      chosen: ["$__all"],
      needs: ["service_requests_total"],
    },
  ],
  sections: [
    {
      title: "",
      panels: [
        {
          title: "Requests",
          type: "stat",
          w: 8,
          h: 5,
          needs: ["service_requests_total"],
          queries: [[`sum(${requests})`]],
          options: { unit: "perSecond" },
        },
        {
          title: "Failed",
          type: "stat",
          w: 8,
          h: 5,
          needs: ["service_requests_total", "service_errors_total"],
          queries: [[`sum(${errors}) / sum(${requests})`]],
          options: {
            unit: "ratio",
            thresholds: [
              { value: 0, level: "ok" },
              { value: 0.01, level: "sev3" },
              { value: 0.05, level: "sev1" },
            ],
          },
        },
        {
          title: "95 % are faster than",
          type: "stat",
          w: 8,
          h: 5,
          needs: ["service_duration_seconds_bucket"],
          queries: [[`histogram_quantile(0.95, sum by (le) (${buckets}))`]],
          options: { unit: "seconds" },
        },
      ],
    },
    {
      title: "By service",
      panels: [
        {
          title: "Requests",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["service_requests_total"],
          queries: [[`sum by (service) (${requests})`, "{{service}}"]],
          options: { unit: "perSecond" },
        },
        {
          title: "Failed",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["service_requests_total", "service_errors_total"],
          queries: [[`sum by (service) (${errors}) / sum by (service) (${requests})`, "{{service}}"]],
          options: { unit: "ratio" },
        },
        {
          title: "Duration, 95th percentile",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: ["service_duration_seconds_bucket"],
          queries: [[`histogram_quantile(0.95, sum by (service, le) (${buckets}))`, "{{service}}"]],
          options: { unit: "seconds" },
        },
        {
          title: "Durations",
          type: "heatmap",
          w: 12,
          h: 8,
          needs: ["service_duration_seconds_bucket"],
          queries: [[`sum by (le) (${buckets})`]],
          options: { unit: "seconds" },
        },
      ],
    },
    {
      title: "By operation",
      panels: [
        {
          title: "Operations",
          type: "table",
          w: 24,
          h: 9,
          needs: ["service_requests_total", "service_duration_seconds_bucket"],
          queries: [
            [`sum by (service, operation) (${requests})`, "Requests/s"],
            [`sum by (service, operation) (${errors})`, "Failed/s"],
            [`histogram_quantile(0.95, sum by (service, operation, le) (${buckets}))`, "p95, s"],
          ],
          options: {
            columnNames: { service: "Service", operation: "Operation" },
            sort: { column: "Requests/s", descending: true },
          },
        },
      ],
    },
  ],
};
