import { encode } from "../otlp/schema.testing.ts";
import { encodeVersion1, encodeVersion2, type TestSeries } from "../remote-write/request.testing.ts";
import type { Chance } from "./chance.testing.ts";

/** Good bodies with a mark of their sender in names and values, at times that are sometimes odd. */
export type Bodies = {
  metrics: object;
  logs: object;
  traces: object;
  series: TestSeries[];
  alerts: object[];
  webhook: object;
  change: object;
};

const attribute = (key: string, value: object) => ({ key, value });
const text = (key: string, stringValue: string) => attribute(key, { stringValue });

/** Milliseconds: mostly now, else ancient, far ahead, or on the edge of what can be said. */
export const oddTime = (chance: Chance, nowMs: number): number =>
  chance.next() < 0.6
    ? nowMs - chance.whole(60_000)
    : chance.of([0, 1, nowMs - 400 * 86_400_000, nowMs + 86_400_000, 4_102_444_800_000, 253_402_300_799_000]);

export function bodies(mark: string, chance: Chance, nowMs: number): Bodies {
  const timeMs = oddTime(chance, nowMs);
  const timeUnixNano = `${BigInt(timeMs) * 1_000_000n}`;
  const attributes = [
    text("mark", mark),
    text("huge", chance.next() < 0.02 ? mark.repeat(20_000) : mark),
    attribute("count", { intValue: String(chance.whole(1_000)) }),
    attribute("ratio", { doubleValue: chance.next() }),
    attribute("flag", { boolValue: true }),
    attribute("list", { arrayValue: { values: [{ stringValue: mark }, { intValue: "1" }] } }),
    attribute("map", { kvlistValue: { values: [text("inner", mark)] } }),
    attribute("bytes", { bytesValue: Buffer.from(mark).toString("base64") }),
    ...(chance.next() < 0.05 ? Array.from({ length: 300 }, (_, i) => text(`many ${i}`, mark)) : []),
  ];
  const resource = { attributes: [text("service.name", mark), text("host.name", mark)] };
  const point = { attributes, timeUnixNano, startTimeUnixNano: timeUnixNano };
  const metrics = [
    { name: `${mark}.gauge`, unit: "By", gauge: { dataPoints: [{ ...point, asDouble: chance.next() }] } },
    {
      name: `${mark}.sum`,
      sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ ...point, asInt: "7" }] },
    },
    {
      name: `${mark}.histogram`,
      histogram: {
        aggregationTemporality: 2,
        dataPoints: [{ ...point, count: "3", sum: 6, bucketCounts: ["1", "2"], explicitBounds: [1] }],
      },
    },
    {
      name: `${mark}.exponential`,
      exponentialHistogram: {
        aggregationTemporality: 2,
        dataPoints: [
          {
            ...point,
            count: "3",
            sum: 6,
            scale: 3,
            zeroCount: "0",
            positive: { offset: 1, bucketCounts: ["1", "2"] },
          },
        ],
      },
    },
    {
      name: `${mark}.summary`,
      summary: {
        dataPoints: [{ ...point, count: "1", sum: 1, quantileValues: [{ quantile: 0.5, value: 1 }] }],
      },
    },
  ];
  const hex = (bytes: number) => chance.bytes(bytes).toString("hex");
  const labels: [string, string][] = [
    ["__name__", `${mark}_written`],
    ["mark", mark],
  ];
  const startsAt = new Date(timeMs).toISOString();
  const alert = {
    labels: { alertname: mark, severity: "warning" },
    annotations: { summary: mark },
    startsAt,
    generatorURL: `http://${mark}.example/`,
  };
  return {
    metrics: { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: mark }, metrics }] }] },
    logs: {
      resourceLogs: [
        {
          resource,
          scopeLogs: [
            {
              logRecords: [
                {
                  timeUnixNano,
                  severityNumber: chance.whole(40),
                  severityText: mark,
                  body: { stringValue: `${mark} ${chance.whole(100)}` },
                  attributes,
                  traceId: hex(16),
                  spanId: hex(8),
                },
                {
                  observedTimeUnixNano: timeUnixNano,
                  body: attribute("", { kvlistValue: { values: attributes } }).value,
                },
              ],
            },
          ],
        },
      ],
    },
    traces: {
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            {
              spans: [
                {
                  traceId: hex(16),
                  spanId: hex(8),
                  parentSpanId: hex(8),
                  name: mark,
                  kind: chance.whole(9),
                  startTimeUnixNano: timeUnixNano,
                  endTimeUnixNano: timeUnixNano,
                  attributes,
                  events: [{ timeUnixNano, name: "exception", attributes }],
                  links: [{ traceId: hex(16), spanId: hex(8), attributes }],
                  status: { code: chance.whole(5), message: mark },
                },
              ],
            },
          ],
        },
      ],
    },
    series: [
      {
        labels,
        samples: [{ value: chance.next(), timestamp: timeMs }],
        exemplars: chance.whole(2),
        metadata: { type: chance.whole(9), help: mark, unit: mark },
      },
      {
        labels: [
          ["__name__", `${mark}_native`],
          ["mark", mark],
        ],
        histograms: [
          {
            countInt: 3,
            sum: 6,
            schema: 3,
            zeroThreshold: 0.001,
            zeroCountInt: 1,
            positiveSpans: [{ offset: 0, length: 2 }],
            positiveDeltas: [1, 0],
            timestamp: timeMs,
          },
        ],
      },
    ],
    alerts: [alert, { ...alert, endsAt: startsAt }],
    webhook: {
      version: "4",
      groupKey: mark,
      status: "firing",
      receiver: "triops",
      groupLabels: { alertname: mark },
      commonLabels: alert.labels,
      commonAnnotations: {},
      externalURL: `http://${mark}.example/`,
      alerts: [{ ...alert, status: "firing", endsAt: "0001-01-01T00:00:00Z", fingerprint: hex(8) }],
    },
    change: {
      kind: "deploy",
      service: mark,
      title: `${mark} deployed`,
      before: "1",
      after: "2",
      at: startsAt,
    },
  };
}

/** The same as protobuf, where the protocol has one. */
export const encoders = {
  metrics: (given: Bodies) => encode("MetricsData", given.metrics),
  logs: (given: Bodies) => encode("LogsData", withByteIds(given.logs)),
  traces: (given: Bodies) => encode("TracesData", withByteIds(given.traces)),
  write1: (given: Bodies) => encodeVersion1(given.series),
  write2: (given: Bodies) => encodeVersion2(given.series),
};

/** Ids are hex in OTLP's JSON and bytes on the wire; our encoder takes them in base64. */
function withByteIds(json: object): object {
  const text = JSON.stringify(json, (key, value) =>
    /(trace|span)Id$/i.test(key) && typeof value === "string"
      ? Buffer.from(value, "hex").toString("base64")
      : value,
  );
  return JSON.parse(text) as object;
}
