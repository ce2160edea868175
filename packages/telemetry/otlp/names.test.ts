import { describe, expect, it } from "vitest";
import { boundText, labelName, metricName, normaliseLabels } from "./names.ts";

describe("metricName", () => {
  it.each([
    ["system.cpu.utilization", "1", "gauge", "system_cpu_utilization_ratio"],
    ["system.memory.usage", "By", "other", "system_memory_usage_bytes"],
    ["http.server.request.duration", "s", "other", "http_server_request_duration_seconds"],
    ["system.network.io", "By", "monotonic", "system_network_io_bytes_total"],
    ["requests", "{request}", "monotonic", "requests_total"],
    ["requests.total", "", "monotonic", "requests_total"],
    ["disk.bytes.read", "By", "monotonic", "disk_bytes_read_total"],
    ["throughput", "By/s", "gauge", "throughput_bytes_per_second"],
    ["temp", "Cel", "gauge", "temp_celsius"],
    ["cpu", "%", "gauge", "cpu_percent"],
    ["9lives", "", "gauge", "_9lives"],
    ["a..b--c", "", "gauge", "a_b_c"],
    ["constructor", "toString", "gauge", "constructor_toString"],
    ["…", "", "gauge", ""],
  ] as const)("%s in %s, %s → %s", (name, unit, kind, expected) => {
    expect(metricName(name, unit, kind)).toBe(expected);
  });
});

describe("labels", () => {
  it("escape what PromQL cannot write and keep the reserved prefix free", () => {
    expect(["http.route", "9a", "_x", "__name__", "ü"].map(labelName)).toEqual([
      "http_route",
      "key_9a",
      "key_x",
      "key__name__",
      "key_",
    ]);
  });

  it("join values of names that become equal and drop empty ones", () => {
    expect([
      ...normaliseLabels([
        ["a.b", "2"],
        ["a_b", "3"],
        ["a-b", "1"],
        ["e", ""],
      ]),
    ]).toEqual([["a_b", "1;2;3"]]);
  });
});

describe("boundText", () => {
  it.each([
    [0.005, "0.005"],
    [1, "1"],
    [1e-7, "0.0000001"],
    [1.5e-9, "0.0000000015"],
    [1e21, "1000000000000000000000"],
    [-2.5e22, "-25000000000000000000000"],
    [Infinity, "+Inf"],
  ])("%d → %s", (value, expected) => {
    expect(boundText(value)).toBe(expected);
  });
});
