import { describe, expect, it } from "vitest";
import { describeIngest, describeSamples, parseSamples, readGateway } from "./gateway.ts";

const text = `# HELP triops_gateway_items_total Data points and spans by outcome
# TYPE triops_gateway_items_total counter
triops_gateway_items_total{signal="metrics",outcome="accepted"} 1200
triops_gateway_items_total{signal="metrics",outcome="rejected"} 3
triops_gateway_requests_total{signal="traces",status="503"} 2
triops_gateway_series 41
triops_gateway_resident_bytes 1e8
`;

describe("what the gateway tells", () => {
  it("becomes accepted, rejected, requests and series", () => {
    expect(describeSamples(parseSamples(text))).toEqual([
      { metric: "triops.ingest.accepted", value: 1200, attributes: { "triops.signal": "metrics" } },
      { metric: "triops.ingest.rejected", value: 3, attributes: { "triops.signal": "metrics" } },
      {
        metric: "triops.ingest.requests",
        value: 2,
        attributes: { "triops.signal": "traces", "http.response.status_code": "503" },
      },
      { metric: "triops.ingest.series", value: 41 },
    ]);
  });

  it("lags since its store refuses everything", () => {
    const writer = { pendingRows: 5, pendingBytes: 1, inFlight: 0 };
    const ingest = {
      samples: { ...writer, awaySince: "2026-05-01T12:00:00.000Z" },
      spans: { ...writer, awaySince: null },
    };
    expect(describeIngest({ ingest }, Date.parse("2026-05-01T12:00:30Z"))).toEqual([
      { metric: "triops.ingest.lag", value: 30 },
      { metric: "triops.ingest.pending", value: 10 },
    ]);
    expect(describeIngest({ status: "ok" }, 0)).toEqual([]);
  });

  it("is nothing while it is away", async () => {
    expect(await readGateway("http://127.0.0.1:9")).toEqual([]);
  });
});
