import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../otlp/decode-error.ts";
import type { NativeHistogram } from "../tables/histograms.ts";
import type { Series } from "../tables/series.ts";
import { pointsMax, TooManyPoints } from "./points.ts";
import { readWriteRequest } from "./read-request.ts";
import { encodeRaw, encodeVersion1, encodeVersion2, type TestSeries } from "./request.testing.ts";
import type { MetricMetadata, WriteRefusal } from "./sink.ts";

type Written = { name: string; series: Series; timeMs: number; low: number; high: number };

/** A sink that remembers, with a lookup by bytes as the gateway has one. */
function memory() {
  const known = new Map<string, Series>();
  const symbols = new Map<string, number>();
  const metadata = new Map<string, MetricMetadata>();
  const samples: Written[] = [];
  const histograms: NativeHistogram[] = [];
  let made = 0;
  const text = (series: Series) =>
    [series.metric, ...series.labels.map(([name, value]) => `${name}=${value}`)].join(",");
  return {
    samples,
    histograms,
    made: () => made,
    labelled(version: number, bytes: Buffer, start: number, end: number, make: () => Series | WriteRefusal) {
      const key = `${version}${bytes.latin1Slice(start, end)}`;
      const found = known.get(key);
      if (found) return found;
      made++;
      const series = make();
      if (typeof series !== "string") known.set(key, series);
      return series;
    },
    symbol(bytes: Buffer, start: number, end: number) {
      const key = bytes.latin1Slice(start, end);
      if (!symbols.has(key)) symbols.set(key, symbols.size + 1);
      return symbols.get(key) ?? 0;
    },
    sample(series: Series, timeMs: number, low: number, high: number) {
      samples.push({ name: text(series), series, timeMs, low: low >>> 0, high: high >>> 0 });
    },
    histogram(_series: Series, histogram: NativeHistogram) {
      histograms.push(histogram);
    },
    describe: (family: string, what: MetricMetadata) => void metadata.set(family, what),
    described: (family: string) => metadata.get(family),
  };
}

const times = { oldestMs: 1_000, newestMs: 2_000_000_000_000 };
const versions = [1, 2] as const;
const encode = (version: 1 | 2, series: readonly TestSeries[]) =>
  version === 1 ? encodeVersion1(series) : encodeVersion2(series);

function read(version: 1 | 2, bytes: Buffer, sink = memory()) {
  const result = readWriteRequest(version, bytes, times, sink);
  const refused = Object.fromEntries([...result.refused].map(([reason, { count }]) => [reason, count]));
  return { ...result, refused, sink };
}

const up = (extra: Partial<TestSeries> = {}): TestSeries => ({
  labels: [
    ["__name__", "up"],
    ["job", "node"],
  ],
  samples: [{ value: 1, timestamp: 5_000 }],
  ...extra,
});

describe.each(versions)("remote_write %i", (version) => {
  it("gives back every sample with its series, in order", () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const series = fc.record({
      labels: fc
        .uniqueArray(fc.tuple(name, fc.string({ minLength: 1, unit: "binary" })), {
          selector: ([key]) => key,
          maxLength: 6,
        })
        .map((labels): [string, string][] =>
          [["__name__", "metric"] as [string, string], ...labels].sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      samples: fc.array(
        fc.record({
          value: fc.double({ noNaN: true }),
          timestamp: fc.integer({ min: 1_000, max: 2_000_000_000_000 }),
        }),
        { maxLength: 5 },
      ),
    });
    fc.assert(
      fc.property(fc.array(series, { maxLength: 20 }), (sent) => {
        const { samples, refused, sink } = read(version, encode(version, sent));
        const bits = new DataView(new ArrayBuffer(8));
        const expected = sent.flatMap((one) =>
          one.samples.map(({ value, timestamp }) => {
            bits.setFloat64(0, value, true);
            const pairs = one.labels
              .filter(([key]) => key !== "__name__")
              .map(([key, text]) => `${key}=${text}`);
            return {
              name: ["metric", ...pairs].join(","),
              timeMs: timestamp,
              low: bits.getUint32(0, true),
              high: bits.getUint32(4, true),
            };
          }),
        );
        expect(sink.samples.map(({ series: _, ...rest }) => rest)).toEqual(expected);
        expect([samples, refused]).toEqual([expected.length, {}]);
      }),
    );
  });

  it("refuses labels that are no text", () => {
    const bytes = encode(version, [up()]);
    bytes[bytes.indexOf("node")] = 0xff;
    expect(read(version, bytes).refused).toEqual({ label_encoding: 1 });
  });

  it("makes a known series once", () => {
    const sink = memory();
    read(version, encode(version, [up(), up()]), sink);
    read(version, encode(version, [up()]), sink);
    expect([sink.samples.length, sink.made()]).toEqual([3, 1]);
  });

  it("keeps a stale marker bit for bit", () => {
    const bytes = encode(version, [up({ samples: [{ value: 123.5, timestamp: 5_000 }] })]);
    const value = Buffer.alloc(8);
    value.writeDoubleLE(123.5);
    bytes.writeBigUInt64LE(0x7ff0000000000002n, bytes.indexOf(value));
    const [sample] = read(version, bytes).sink.samples;
    expect([sample?.low, sample?.high]).toEqual([2, 0x7ff00000]);
  });

  it.each<[WriteRefusal, [string, string][]]>([
    [
      "labels_unsorted",
      [
        ["job", "x"],
        ["__name__", "up"],
      ],
    ],
    [
      "labels_duplicate",
      [
        ["__name__", "up"],
        ["job", "x"],
        ["job", "y"],
      ],
    ],
    [
      "label_empty",
      [
        ["__name__", "up"],
        ["job", ""],
      ],
    ],
    ["no_name", [["job", "x"]]],
    ["no_name", []],
  ])("refuses a series for %s and takes the others", (reason, labels) => {
    const { samples, refused } = read(version, encode(version, [up({ labels }), up()]));
    expect([samples, refused]).toEqual([1, { [reason]: 1 }]);
  });

  it("refuses samples out of time one by one", () => {
    const samples = [999, -1, 1_000, 3_000_000_000_000].map((timestamp) => ({ value: 1, timestamp }));
    const result = read(version, encode(version, [up({ samples })]));
    expect([result.samples, result.refused]).toEqual([1, { too_old: 2, too_far_ahead: 1 }]);
  });

  it("counts exemplars and stores none", () => {
    const result = read(version, encode(version, [up({ exemplars: 2 })]));
    expect([result.samples, result.exemplars, result.refused]).toEqual([1, 0, { exemplars_unsupported: 2 }]);
  });

  it("reads native histograms, whole and fractional, and refuses contradictions", () => {
    const timestamp = 5_000;
    const whole = {
      countInt: 8,
      sum: 3,
      schema: 1,
      zeroThreshold: 0.001,
      zeroCountInt: 2,
      timestamp,
      positiveSpans: [
        { offset: -1, length: 2 },
        { offset: 3, length: 1 },
      ],
      positiveDeltas: [1, 1, 1],
    };
    const fractional = {
      countFloat: 1.5,
      sum: 1,
      schema: -53,
      timestamp,
      customValues: [1, 2],
      positiveSpans: [{ offset: 0, length: 2 }],
      positiveCounts: [0.5, 1],
    };
    const wrong = [
      { ...whole, positiveDeltas: [1] },
      { ...whole, schema: 20 },
      { ...whole, positiveDeltas: [1, -2, 5] },
    ];
    const result = read(
      version,
      encode(version, [up({ samples: [], histograms: [whole, fractional, ...wrong] })]),
    );
    expect([result.histograms, result.refused]).toEqual([2, { bad_histogram: 3 }]);
    const [first, second] = result.sink.histograms;
    expect(first).toMatchObject({
      count: 8,
      zeroCount: 2,
      positiveIndexes: [-1, 0, 4],
      positiveCounts: [1, 2, 3],
      timeMs: 5_000,
    });
    expect(second).toMatchObject({
      count: 1.5,
      positiveIndexes: [0, 1],
      positiveCounts: [0.5, 1],
      customBounds: [1, 2],
    });
  });

  it("throws nothing but DecodeError for cut and random bytes", () => {
    const whole = encode(version, [up(), up({ labels: [["__name__", "x"]] })]);
    const cut = fc
      .tuple(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255))
      .map(([length, at, value]) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        return bytes.subarray(0, length);
      });
    fc.assert(
      fc.property(fc.oneof(cut, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        try {
          read(version, Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("is too large beyond what one request may bring", () => {
    const samples = Array.from({ length: pointsMax + 1 }, () => ({ value: 1, timestamp: 5_000 }));
    expect(() => read(version, encode(version, [up({ samples })]))).toThrow(TooManyPoints);
    const empty = Array.from({ length: pointsMax + 1 }, () => ({ labels: [] }));
    expect(() => read(version, encode(version, empty))).toThrow(TooManyPoints);
  });
});

describe("metadata", () => {
  it("of version 1 names a family, in whatever request it came", () => {
    const sink = memory();
    const seconds = { type: 3, metricFamilyName: "http_seconds", help: "Time taken", unit: "s" };
    read(1, encodeVersion1([], [seconds]), sink);
    read(
      1,
      encodeVersion1([
        up({
          labels: [
            ["__name__", "http_seconds_bucket"],
            ["le", "1"],
          ],
        }),
        up(),
      ]),
      sink,
    );
    expect(
      sink.samples.map(({ series }) => [series.family, series.kind, series.unit, series.description]),
    ).toEqual([
      ["http_seconds", "histogram", "s", "Time taken"],
      ["up", "gauge", "", ""],
    ]);
  });

  it("of version 2 comes with the series", () => {
    const { sink } = read(2, encodeVersion2([up({ metadata: { type: 1, help: "Is it up", unit: "1" } })]));
    expect(sink.samples[0]?.series).toMatchObject({ kind: "counter", description: "Is it up", unit: "1" });
  });

  it("of neither: the name's ending decides", () => {
    const labels = ["a_total", "b_bucket", "c"].map((name): [string, string][] => [["__name__", name]]);
    const { sink } = read(1, encodeVersion1(labels.map((one) => up({ labels: one }))));
    expect(sink.samples.map(({ series }) => series.kind)).toEqual(["counter", "histogram", "gauge"]);
  });
});

describe("symbols of version 2", () => {
  const samples = [{ value: 1, timestamp: 5_000 }];

  it("refuses references that lead nowhere or come without a value", () => {
    const symbols = ["", "__name__", "up"];
    const timeseries = [[1, 9], [1], [1, 2]].map((labelsRefs) => ({ labelsRefs, samples }));
    const result = read(2, encodeRaw({ symbols, timeseries }));
    expect([result.samples, result.refused]).toEqual([1, { bad_label_refs: 2 }]);
  });

  it("must begin with an empty one", () => {
    expect(() => read(2, encodeRaw({ symbols: ["__name__", "up"], timeseries: [] }))).toThrow(DecodeError);
  });

  it("a series has samples or histograms, not both", () => {
    const histograms = [{ countInt: 0, timestamp: 5_000 }];
    expect(read(2, encodeVersion2([up({ histograms })])).refused).toEqual({ mixed_series: 2 });
  });

  it("labels behind the samples are labels all the same", () => {
    const before = encodeVersion1([{ labels: [["__name__", "up"]], samples }]);
    const after = encodeVersion1([{ labels: [["job", "x"]] }]).subarray(2);
    const body = Buffer.concat([
      before.subarray(0, 1),
      Buffer.from([before.length - 2 + after.length]),
      before.subarray(2),
      after,
    ]);
    expect(read(1, body).sink.samples.map(({ name }) => name)).toEqual(["up,job=x"]);
  });
});
