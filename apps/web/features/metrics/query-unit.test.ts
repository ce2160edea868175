import { describe, expect, it } from "vitest";
import { parsed } from "./query-reader.ts";
import { unitOfQuery } from "./query-unit.ts";

const units: Record<string, string> = {
  disk_io_bytes_total: "By",
  memory_usage: "By",
  memory_limit: "By",
  busy: "1",
  http_latency_bucket: "s",
  threads: "{thread}",
};

describe("the unit of a query", () => {
  it.each([
    ["memory_usage", "bytes"],
    ["rate(disk_io_bytes_total[5m])", "bytesPerSecond"],
    ["sum by (job) (increase(disk_io_bytes_total[1h]))", "bytes"],
    ["rate(disk_io_bytes_total[5m]) * 8", "bitsPerSecond"],
    ["busy * 100", "percent"],
    ["memory_usage / memory_limit", "ratio"],
    ["memory_usage / 2", "none"],
    ["memory_usage > 5", "bytes"],
    ["memory_usage > bool 5", "none"],
    ["1 - busy", "ratio"],
    ["count(memory_usage)", "count"],
    ["histogram_quantile(0.9, sum by (le) (rate(http_latency_bucket[5m])))", "seconds"],
    ["rate(http_latency_bucket[5m])", "perSecond"],
    ["threads", "count"],
    ["rate(requests_total[5m])", "perSecond"],
    ["increase(requests_total[5m])", "count"],
    ["rate(cpu_seconds_total[5m])", "none"],
    ["process_resident_memory_bytes", "bytes"],
    ["go_gc_duration_seconds", "seconds"],
    ["memory_usage and on () busy", "bytes"],
    ["time()", "none"],
  ])("%s is %s", (text, unit) => {
    const expr = parsed(text);
    expect(expr && unitOfQuery(expr, (metric) => units[metric])).toBe(unit);
  });
});
