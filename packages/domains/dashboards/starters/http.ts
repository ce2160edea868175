import type { StarterPlan } from "./build.ts";

const seconds = "http_server_request_duration_seconds";
const on = 'service_name=~"$service"';
const rate = (what: string, more = "") => `rate(${seconds}_${what}{${on}${more}}[$__rate_interval])`;
const failed = ',http_response_status_code=~"5.."';

/** Servers that follow OpenTelemetry's conventions for HTTP metrics. */
export const http: StarterPlan = {
  key: "http",
  title: "HTTP services",
  description: "Requests, errors and durations, from OpenTelemetry's HTTP server metrics.",
  tags: ["http", "opentelemetry"],
  variables: [
    {
      name: "service",
      label: "Service",
      kind: "query",
      query: `label_values(${seconds}_count, service_name)`,
      multi: true,
      includeAll: true,
      chosen: ["$__all"],
      needs: [`${seconds}_count`],
    },
  ],
  sections: [
    {
      title: "",
      panels: [
        {
          title: "Requests",
          type: "stat",
          w: 6,
          h: 5,
          needs: [`${seconds}_count`],
          queries: [[`sum(${rate("count")})`]],
          options: { unit: "perSecond" },
        },
        {
          title: "Failed",
          type: "stat",
          w: 6,
          h: 5,
          needs: [`${seconds}_count`],
          queries: [[`(sum(${rate("count", failed)}) or vector(0)) / sum(${rate("count")})`]],
          options: {
            unit: "ratio",
            thresholds: [
              { value: 0, level: "ok" },
              { value: 0.01, level: "sev3" },
              { value: 0.05, level: "sev1" },
            ],
          },
          description: "Share of answers with a status of 500 or above.",
        },
        {
          title: "Median",
          type: "stat",
          w: 6,
          h: 5,
          needs: [`${seconds}_bucket`],
          queries: [[`histogram_quantile(0.5, sum by (le) (${rate("bucket")}))`]],
          options: { unit: "seconds" },
        },
        {
          title: "95 % are faster than",
          type: "stat",
          w: 6,
          h: 5,
          needs: [`${seconds}_bucket`],
          queries: [[`histogram_quantile(0.95, sum by (le) (${rate("bucket")}))`]],
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
          needs: [`${seconds}_count`],
          queries: [[`sum by (service_name) (${rate("count")})`, "{{service_name}}"]],
          options: { unit: "perSecond" },
        },
        {
          title: "Failed",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: [`${seconds}_count`],
          queries: [
            [
              `sum by (service_name) (${rate("count", failed)}) / sum by (service_name) (${rate("count")})`,
              "{{service_name}}",
            ],
          ],
          options: { unit: "ratio" },
        },
        {
          title: "Duration, 95th percentile",
          type: "timeseries",
          w: 12,
          h: 8,
          needs: [`${seconds}_bucket`],
          queries: [
            [`histogram_quantile(0.95, sum by (service_name, le) (${rate("bucket")}))`, "{{service_name}}"],
          ],
          options: { unit: "seconds" },
        },
        {
          title: "Durations",
          type: "heatmap",
          w: 12,
          h: 8,
          needs: [`${seconds}_bucket`],
          queries: [[`sum by (le) (${rate("bucket")})`]],
          options: { unit: "seconds" },
        },
      ],
    },
    {
      title: "By route",
      panels: [
        {
          title: "Routes",
          type: "table",
          w: 24,
          h: 9,
          needs: [`${seconds}_count`, `${seconds}_bucket`],
          queries: [
            [`sum by (service_name, http_request_method, http_route) (${rate("count")})`, "Requests/s"],
            [
              `histogram_quantile(0.95, sum by (service_name, http_request_method, http_route, le) (${rate("bucket")}))`,
              "p95, s",
            ],
          ],
          options: {
            columnNames: {
              service_name: "Service",
              http_request_method: "Method",
              http_route: "Route",
            },
            sort: { column: "Requests/s", descending: true },
          },
        },
      ],
    },
  ],
};
