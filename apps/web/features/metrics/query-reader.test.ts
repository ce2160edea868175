import { describe, expect, it } from "vitest";
import { blankParts, type QueryParts, usualParts, writeQuery } from "./query-parts.ts";
import { metricsIn, parsed, readParts, windowText } from "./query-reader.ts";

const same = [
  "up",
  'up{job="api", instance=~"web-.*"}',
  "rate(http_requests_total[5m])",
  'sum by (status, route) (rate(http_requests_total{env!="dev"}[5m]))',
  "sum without (instance) (rate(http_requests_total[90s]))",
  "avg(node_load1)",
  "topk by (job) (3, up)",
  "histogram_quantile(0.95, sum by (route, le) (rate(latency_seconds_bucket[5m])))",
  "histogram_quantile(0.95, sum by (route) (rate(latency_seconds[5m])))",
  "max_over_time(up[1h]) * 100",
  "up > 0",
  "up - -1",
  '{"http.server.duration", route="/"}',
  'up{path="C:\\\\temp", text="say \\"hi\\""}',
];

describe("the builder", () => {
  it.each(same)("reads %s and writes it back", (text) => {
    const parts = readParts(text);
    expect(parts).not.toBeNull();
    expect(writeQuery(parts as QueryParts)).toBe(text);
  });
  it.each([
    "up offset 5m",
    "up @ end()",
    "a / b",
    "2 * up",
    "rate(up[5m:1m])",
    "sum(rate(a[5m])) > bool 1",
    "label_replace(up, 'a', '$1', 'b', '.*')",
    "avg(sum by (job) (up))",
    "quantile(0.9, up)",
    "histogram_quantile(0.9, sum by (job) (rate(a_bucket[5m])))", // no bounds of the buckets
    "histogram_quantile(0.9, sum without (le) (rate(a_bucket[5m])))",
    '{job="api"}',
    "up{",
    "42",
  ])("leaves %s to the code", (text) => {
    expect(readParts(text)).toBeNull();
  });
  it("passes over parentheses that change nothing", () => {
    expect(writeQuery(readParts("((sum((up)))) * (2)") as QueryParts)).toBe("sum(up) * 2");
  });
  it("keeps the bounds of buckets under a quantile", () => {
    const aggregate = { op: "sum", labels: ["job"], without: false, param: null } as const;
    const parts = { ...blankParts, metric: "a_bucket", quantile: 0.5 };
    expect(writeQuery({ ...parts, aggregate: { ...aggregate, labels: ["job"] } })).toBe(
      "histogram_quantile(0.5, sum by (job, le) (a_bucket))",
    );
  });
  it("says nothing without a metric", () => {
    expect(writeQuery(blankParts)).toBe("");
    expect(readParts(" ")).toEqual(blankParts);
  });
  it.each([
    ["gauge", "load", 3, "load"],
    ["gauge", "load", 300, "avg(load)"],
    ["counter", "requests_total", 3, "rate(requests_total[5m])"],
    ["counter", "requests_total", 300, "sum(rate(requests_total[5m]))"],
    ["delta", "bytes", 3, "sum_over_time(bytes[5m])"],
    ["histogram", "a_bucket", 30, "histogram_quantile(0.95, sum by (le) (rate(a_bucket[5m])))"],
    ["histogram", "a_count", 3, "rate(a_count[5m])"],
    ["exponential", "a", 3, "histogram_quantile(0.95, sum(rate(a[5m])))"],
  ] as const)("shows a %s first as people look at it (%s, %d series)", (kind, metric, seriesCount, text) => {
    expect(writeQuery(usualParts({ metric, kind, seriesCount }))).toBe(text);
  });
});

describe("a query", () => {
  it("names its metrics once each", () => {
    const expr = parsed("sum(rate(a[5m])) / on () group_left () (b + a) + max_over_time(c[5m:1m])");
    expect(expr && metricsIn(expr)).toEqual(["a", "b", "c"]);
  });
  it.each([
    [300_000, "5m"],
    [90_000, "90s"],
    [86_400_000, "1d"],
    [1, "1ms"],
  ])("%d ms are %s", (ms, text) => {
    expect(windowText(ms)).toBe(text);
  });
});
