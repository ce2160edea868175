import { describe, expect, it } from "vitest";
import { setUps } from "./set-ups.ts";

const from = (endpoint: string, agent: string) =>
  setUps.filter((one) => one.isFrom({ endpoint, agent })).map(({ id }) => id);

describe("set-ups", () => {
  it.each([
    ["/v1/traces", "OTel-OTLP-Exporter-JavaScript/0.301.0", ["javascript"]],
    ["/v1/metrics", "OTel-OTLP-Exporter-Python/1.27.0", ["python"]],
    ["/v1/metrics", "OTel-OTLP-Exporter-Java/1.40.0", ["java"]],
    ["/v1/traces", "OTel OTLP Exporter Go/1.28.0", ["go"]],
    ["/v1/logs", "OpenTelemetry Collector Contrib/0.110.0 (linux/amd64)", ["collector"]],
    ["/api/v1/write", "Prometheus/2.42.0", ["prometheus"]],
    ["/api/v2/alerts", "Prometheus/2.42.0", ["prometheus"]],
    ["/webhooks/alertmanager", "Alertmanager/0.27.0", ["alertmanager"]],
    ["/v1/logs", "Fluent-Bit", ["fluent-bit"]],
    ["/v1/logs", "Vector/0.41.0 (x86_64-unknown-linux-gnu)", ["vector"]],
    ["/webhooks/changes", "GitHub-Hookshot/abc", ["github"]],
    ["/webhooks/changes", "curl/8.5.0", ["changes"]],
    ["scrape", "Triops", ["node-exporter"]],
  ])("a request to %s by %s turns its own tab live", (endpoint, agent, ids) => {
    expect(from(endpoint, agent)).toEqual(ids);
  });

  it("carry the reader's own address and key wherever one is needed", () => {
    for (const { id, steps } of setUps.filter((one) => one.id !== "node-exporter")) {
      const text = steps("https://in.example.org:8443", "tri_key", "its own")
        .map(({ code }) => code)
        .join("\n");
      expect(text, id).toContain("in.example.org");
      expect(text, id).toContain("tri_key");
      expect(text, id).not.toContain("<key>");
    }
  });
});
