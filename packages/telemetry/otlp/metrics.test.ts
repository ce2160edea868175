import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "./decode-error.ts";
import { decodeMetricsJson } from "./metrics-json.ts";
import { decodeMetricsProtobuf } from "./metrics-protobuf.ts";
import { collectRows } from "./rows.testing.ts";
import { encode } from "./schema.testing.ts";

const nowMs = 1_760_000_000_000;
const limits = { oldestMs: nowMs - 86_400_000, newestMs: nowMs + 600_000 };
const nanos = (ms: number, extra = 0) => (BigInt(ms) * 1_000_000n + BigInt(extra)).toString();
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });

function payload(metrics: object[], resource: object[] = []): object {
  return {
    resourceMetrics: [
      { resource: { attributes: resource }, scopeMetrics: [{ scope: { name: "s" }, metrics }] },
    ],
  };
}
const rowsOf = (json: object) => collectRows(decodeMetricsProtobuf(encode("MetricsData", json)), limits);
const point = (value: object, attributes: object[] = []) => ({
  timeUnixNano: nanos(nowMs),
  ...value,
  attributes,
});

describe("OTLP metrics", () => {
  it("names and labels a gauge as Prometheus does, with the resource's identity", () => {
    const metric = {
      name: "system.cpu.utilization",
      unit: "1",
      gauge: { dataPoints: [point({ asDouble: 0.25 }, [attribute("cpu.mode", "user")])] },
    };
    const resource = [
      attribute("service.name", "shop"),
      attribute("service.namespace", "prod"),
      attribute("service.instance.id", "i-1"),
      attribute("host.name", "h1"),
      attribute("process.pid", "42"),
    ];
    expect(rowsOf(payload([metric], resource)).samples).toEqual([
      {
        metric: "system_cpu_utilization_ratio",
        labels: {
          cpu_mode: "user",
          host_name: "h1",
          instance: "i-1",
          job: "prod/shop",
          service_name: "shop",
          service_namespace: "prod",
        },
        kind: "gauge",
        timeMs: nowMs,
        value: 0.25,
      },
    ]);
  });

  it("tells counters, deltas and up-down sums apart", () => {
    const sum = (temporality: number, isMonotonic: boolean) => ({
      name: "jobs",
      unit: "{job}",
      sum: { aggregationTemporality: temporality, isMonotonic, dataPoints: [point({ asInt: "7" })] },
    });
    const seen = [sum(2, true), sum(1, true), sum(2, false), sum(1, false)].map((metric) => {
      const [sample] = rowsOf(payload([metric])).samples;
      return [sample?.metric, sample?.kind, sample?.value];
    });
    expect(seen).toEqual([
      ["jobs_total", "counter", 7],
      ["jobs_total", "delta", 7],
      ["jobs", "gauge", 7],
      ["jobs", "delta", 7],
    ]);
    expect(rowsOf(payload([sum(0, true)])).refused).toEqual([["no_temporality", 1]]);
  });

  it("turns a histogram into cumulative buckets, sum and count", () => {
    const dataPoint = point({
      count: "6",
      sum: 9.5,
      bucketCounts: ["1", "2", "3"],
      explicitBounds: [0.5, 1],
    });
    const metric = {
      name: "http.duration",
      unit: "s",
      histogram: { aggregationTemporality: 2, dataPoints: [dataPoint] },
    };
    const seen = rowsOf(payload([metric])).samples.map((sample) => [
      sample.metric,
      sample.labels.le,
      sample.value,
    ]);
    expect(seen).toEqual([
      ["http_duration_seconds_count", undefined, 6],
      ["http_duration_seconds_sum", undefined, 9.5],
      ["http_duration_seconds_bucket", "0.5", 1],
      ["http_duration_seconds_bucket", "1", 3],
      ["http_duration_seconds_bucket", "+Inf", 6],
    ]);
  });

  it("turns a summary into quantiles, sum and count", () => {
    const dataPoint = point({ count: "3", sum: 6, quantileValues: [{ quantile: 0.5, value: 2 }] });
    const seen = rowsOf(payload([{ name: "lat", summary: { dataPoints: [dataPoint] } }])).samples;
    expect(seen.map((sample) => [sample.metric, sample.labels.quantile, sample.value])).toEqual([
      ["lat_count", undefined, 3],
      ["lat_sum", undefined, 6],
      ["lat", "0.5", 2],
    ]);
  });

  it("keeps an exponential histogram with its count and sum", () => {
    const dataPoint = point({
      count: "5",
      sum: 4,
      scale: 10,
      zeroCount: "1",
      positive: { offset: -3, bucketCounts: ["1", "0", "3"] },
    });
    const rows = rowsOf(
      payload([{ name: "e", exponentialHistogram: { aggregationTemporality: 1, dataPoints: [dataPoint] } }]),
    );
    expect(rows.histograms).toBe(1);
    expect(rows.samples.map((sample) => sample.metric)).toEqual(["e_count", "e_sum"]);
  });

  it("writes a stale marker bit for bit when a series ended", () => {
    const rows = rowsOf(payload([{ name: "g", gauge: { dataPoints: [point({ flags: 1 })] } }]));
    expect(rows.bytes).toContain("020000000000f07f");
    expect(rows.accepted).toBe(1);
  });

  it("refuses a point for its time, its missing value or a contradictory histogram, each counted", () => {
    const gauge = (dataPoint: object) => ({ name: "g", gauge: { dataPoints: [dataPoint] } });
    const rows = rowsOf(
      payload([
        gauge({ timeUnixNano: nanos(nowMs - 90_000_000), asDouble: 1 }),
        gauge({ timeUnixNano: nanos(nowMs + 700_000), asDouble: 1 }),
        gauge({ asDouble: 1 }),
        gauge(point({})),
        { name: "...", gauge: { dataPoints: [point({ asDouble: 1 })] } },
        {
          name: "h",
          histogram: {
            aggregationTemporality: 2,
            dataPoints: [point({ count: "1", bucketCounts: ["1"], explicitBounds: [1, 2] })],
          },
        },
      ]),
    );
    expect(rows.samples).toEqual([]);
    expect(new Map(rows.refused)).toEqual(
      new Map([
        ["too_old", 1],
        ["too_far_ahead", 1],
        ["no_time", 1],
        ["no_value", 1],
        ["no_name", 1],
        ["bad_histogram", 1],
      ]),
    );
  });

  it("rounds nanoseconds down to milliseconds exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: limits.oldestMs, max: nowMs }),
        fc.integer({ min: 0, max: 999_999 }),
        (ms, extra) => {
          const dataPoint = { timeUnixNano: nanos(ms, extra), asDouble: 1 };
          expect(
            rowsOf(payload([{ name: "g", gauge: { dataPoints: [dataPoint] } }])).samples[0]?.timeMs,
          ).toBe(ms);
        },
      ),
    );
  });
});

const anyValue = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ stringValue: fc.string({ unit: "grapheme" }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({
      bytesValue: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("value"), { maxLength: 3 }) }) }),
    fc.record({
      kvlistValue: fc.record({
        values: fc.array(fc.record({ key: fc.string(), value: tie("value") }), { maxLength: 3 }),
      }),
    }),
  ),
})).value;
const attributes = fc.array(
  fc.record({ key: fc.string({ unit: "grapheme", maxLength: 12 }), value: anyValue }),
  { maxLength: 4 },
);
const time = fc.integer({ min: limits.oldestMs - 1_000, max: limits.newestMs }).map((ms) => nanos(ms));
const count = fc.nat({ max: 1_000 }).map(String);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const base = { attributes, timeUnixNano: time, flags: fc.constantFrom(0, 1) };
const numberPoint = fc.oneof(
  fc.record({ ...base, asDouble: number }),
  fc.record({ ...base, asInt: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
);
const histogramPoint = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 5 }).chain((bounds) =>
  fc.record({
    ...base,
    count,
    sum: number,
    explicitBounds: fc.constant([...bounds].sort((a, b) => a - b).map((bound) => bound / 4)),
    bucketCounts: fc.array(count, { minLength: bounds.length + 1, maxLength: bounds.length + 1 }),
  }),
);
const buckets = fc.record({
  offset: fc.integer({ min: -100, max: 100 }),
  bucketCounts: fc.array(count, { maxLength: 6 }),
});
const exponentialPoint = fc.record({
  ...base,
  count,
  sum: number,
  min: number,
  max: number,
  scale: fc.integer({ min: -6, max: 20 }),
  zeroCount: count,
  zeroThreshold: number,
  positive: buckets,
  negative: buckets,
});
const summaryPoint = fc.record({
  ...base,
  count,
  sum: number,
  quantileValues: fc.array(fc.record({ quantile: fc.constantFrom(0, 0.5, 0.99, 1), value: number }), {
    maxLength: 3,
  }),
});
const temporality = fc.integer({ min: 0, max: 2 });
const points = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });
const data = fc.oneof(
  fc.record({ gauge: fc.record({ dataPoints: points(numberPoint) }) }),
  fc.record({
    sum: fc.record({
      aggregationTemporality: temporality,
      isMonotonic: fc.boolean(),
      dataPoints: points(numberPoint),
    }),
  }),
  fc.record({
    histogram: fc.record({ aggregationTemporality: temporality, dataPoints: points(histogramPoint) }),
  }),
  fc.record({
    exponentialHistogram: fc.record({
      aggregationTemporality: temporality,
      dataPoints: points(exponentialPoint),
    }),
  }),
  fc.record({ summary: fc.record({ dataPoints: points(summaryPoint) }) }),
);
const metric = fc
  .tuple(
    fc.record({
      name: fc.string({ unit: "grapheme", maxLength: 20 }),
      unit: fc.constantFrom("", "1", "By", "ms", "{x}", "By/s"),
      description: fc.string(),
    }),
    data,
  )
  .map(([described, one]) => ({ ...described, ...one }));
const request = fc.record({
  resourceMetrics: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeMetrics: fc.array(fc.record({ metrics: fc.array(metric, { maxLength: 3 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});

describe("both encodings", () => {
  it("give identical rows for the same payload", () => {
    fc.assert(
      fc.property(request, (json) => {
        const fromProtobuf = collectRows(decodeMetricsProtobuf(encode("MetricsData", json)), limits);
        const fromJson = collectRows(decodeMetricsJson(Buffer.from(JSON.stringify(json))), limits);
        expect(fromProtobuf.bytes).toBe(fromJson.bytes);
        expect(fromProtobuf.refused).toEqual(fromJson.refused);
        expect([...new Set(fromProtobuf.described)].sort()).toEqual([...new Set(fromJson.described)].sort());
      }),
      { numRuns: 300 },
    );
  });

  it("throw nothing but DecodeError on cut or altered bytes", () => {
    const attempt = (read: () => void) => {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    };
    fc.assert(
      fc.property(
        request,
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
        (json, cut, edits) => {
          const bytes = encode("MetricsData", json);
          for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          const cutBytes = bytes.subarray(0, bytes.length === 0 ? 0 : cut % (bytes.length + 1));
          attempt(() => collectRows(decodeMetricsProtobuf(cutBytes), limits));
          const text = Buffer.from(JSON.stringify(json));
          for (const [at, value] of edits) text[at % text.length] = value;
          attempt(() => collectRows(decodeMetricsJson(text.subarray(0, cut % (text.length + 1))), limits));
        },
      ),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        attempt(() => collectRows(decodeMetricsProtobuf(Buffer.from(bytes)), limits));
        attempt(() => collectRows(decodeMetricsJson(Buffer.from(bytes)), limits));
      }),
      { numRuns: 1_000 },
    );
  });

  it("refuse a body that unfolds to millions of empty points, metrics or numbers", () => {
    const lengthPrefixed = (tag: number, body: Buffer): Buffer => {
      const length: number[] = [];
      let rest = body.length;
      for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
      return Buffer.concat([Buffer.from([tag, ...length, rest]), body]);
    };
    const empty = (tag: number) => Buffer.alloc(6_000_000, Buffer.from([tag, 0]));
    const points = lengthPrefixed(18, lengthPrefixed(42, empty(10)));
    const metrics = empty(18);
    const bounds = lengthPrefixed(
      18,
      lengthPrefixed(74, lengthPrefixed(10, lengthPrefixed(58, Buffer.alloc(40_000_000)))),
    );
    for (const scope of [points, metrics, bounds]) {
      const body = lengthPrefixed(10, lengthPrefixed(18, scope));
      expect(() => collectRows(decodeMetricsProtobuf(body), limits)).toThrow("The body has more than");
    }
  });

  it("refuse attributes that nest deeper than sixteen levels", () => {
    let value: object = { stringValue: "x" };
    for (let i = 0; i < 18; i++) value = { arrayValue: { values: [value] } };
    const json = payload([
      {
        name: "g",
        gauge: { dataPoints: [{ ...point({ asDouble: 1 }), attributes: [{ key: "k", value }] }] },
      },
    ]);
    expect(() => rowsOf(json)).toThrow("nests deeper than 16");
    expect(() => collectRows(decodeMetricsJson(Buffer.from(JSON.stringify(json))), limits)).toThrow(
      DecodeError,
    );
  });
});
