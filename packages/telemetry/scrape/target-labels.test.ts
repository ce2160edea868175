import { describe, expect, it } from "vitest";
import { compileRelabel, usualRule } from "./relabel.ts";
import { nextScrapeMs, placeTarget } from "./target-labels.ts";

const job = {
  name: "node",
  scheme: "http" as const,
  metricsPath: "/metrics",
  params: {},
  intervalSeconds: 30,
  timeoutSeconds: 10,
};
const none = compileRelabel([]);

describe("targets", () => {
  it("get job and instance, and their group's labels", () => {
    expect(placeTarget(job, "host:9100", { zone: "a" }, none)).toEqual({
      target: {
        url: "http://host:9100/metrics",
        discovered: {
          __address__: "host:9100",
          __scheme__: "http",
          __metrics_path__: "/metrics",
          job: "node",
          zone: "a",
        },
        labels: { instance: "host:9100", job: "node", zone: "a" },
      },
    });
  });

  it("can be sent elsewhere by relabelling, as for the blackbox exporter", () => {
    const relabel = compileRelabel([
      { ...usualRule, sourceLabels: ["__address__"], targetLabel: "__param_target" },
      { ...usualRule, sourceLabels: ["__param_target"], targetLabel: "instance" },
      { ...usualRule, targetLabel: "__address__", replacement: "blackbox:9115" },
    ]);
    const placed = placeTarget(
      { ...job, metricsPath: "/probe", params: { module: "http" } },
      "example.org",
      {},
      relabel,
    );
    expect("target" in placed && [placed.target.url, placed.target.labels]).toEqual([
      "http://blackbox:9115/probe?module=http&target=example.org",
      { instance: "example.org", job: "node" },
    ]);
  });

  it("are dropped, or refused when they are no addresses", () => {
    const drop = compileRelabel([{ ...usualRule, action: "drop", sourceLabels: ["job"], regex: "node" }]);
    expect(placeTarget(job, "host:9100", {}, drop)).toHaveProperty("dropped");
    for (const address of ["http://host", "user@host", "host/path", "a b", ""])
      expect(placeTarget(job, address, {}, none)).toHaveProperty("fault");
  });

  it("are spread over the interval, each always at its own place in it", () => {
    const due = Array.from({ length: 1_000 }, (_, n) => nextScrapeMs(`host-${n}`, 10_000, 1_000_000));
    expect(Math.min(...due)).toBeGreaterThan(1_000_000 - 1);
    expect(Math.max(...due)).toBeLessThanOrEqual(1_010_000);
    const perSecond = Array.from(
      { length: 10 },
      (_, s) => due.filter((at) => Math.floor((at - 1_000_000) / 1_000) === s).length,
    );
    expect(Math.min(...perSecond)).toBeGreaterThan(60);
    expect(
      nextScrapeMs("host", 10_000, nextScrapeMs("host", 10_000, 5)) - nextScrapeMs("host", 10_000, 5),
    ).toBe(10_000);
  });
});
