import { defaults } from "@triops/domains/monitors/defaults";
import { metricName } from "@triops/telemetry/otlp/names";
import { describe, expect, it } from "vitest";
import { hostMetrics } from "./host/metrics.ts";
import { triopsMetrics } from "./triops/metrics.ts";

const sent = new Set(
  Object.entries({ ...hostMetrics, ...triopsMetrics }).map(([name, { unit, kind }]) =>
    metricName(name, unit, kind === "counter" ? "monotonic" : "gauge"),
  ),
);

describe("the collector", () => {
  it.each(defaults.map(({ name, signal }) => [name, signal.metric] as const))(
    'sends what the default monitor "%s" watches: %s',
    (_name, metric) => {
      expect([...sent]).toContain(metric);
    },
  );
});
