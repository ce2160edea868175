import { RowWriter } from "../client/row-binary.ts";
import { writeHistogram } from "../tables/histograms.ts";
import { samplePrefix, writeSample } from "../tables/samples.ts";
import type { Series } from "../tables/series.ts";
import { flattenMetrics, type Refusal, type TimeLimits } from "./flatten-metrics.ts";
import type { ResourceMetrics } from "./metric-model.ts";

export type ReadableSample = {
  metric: string;
  labels: Record<string, string>;
  kind: string;
  timeMs: number;
  value: number;
};

/** Everything that flattening a payload gives, readable and as the bytes that would be stored. */
export function collectRows(resources: readonly ResourceMetrics[], limits: TimeLimits) {
  const series = new Map<string, Series>();
  const interned = new Map<string, number>();
  const writer = new RowWriter();
  const samples: ReadableSample[] = [];
  const bits = new DataView(new ArrayBuffer(8));
  let histograms = 0;
  const prefixOf = (one: Series) =>
    samplePrefix(Buffer.alloc(16), `${one.metric}${JSON.stringify(one.labels)}`, 1n);
  const result = flattenMetrics<Series>(resources, limits, {
    intern(text) {
      if (!interned.has(text)) interned.set(text, interned.size);
      return interned.get(text) ?? 0;
    },
    series(key, make): Series | Refusal {
      const known = series.get(key) ?? make();
      series.set(key, known);
      return known;
    },
    sample(one, timeMs, low, high) {
      writeSample(writer, prefixOf(one), timeMs, low, high, 30);
      bits.setUint32(0, low, true);
      bits.setUint32(4, high, true);
      const labels = Object.fromEntries(one.labels);
      samples.push({ metric: one.metric, labels, kind: one.kind, timeMs, value: bits.getFloat64(0, true) });
    },
    histogram(one, histogram) {
      histograms++;
      writeHistogram(writer, prefixOf(one), histogram, 30);
    },
  });
  const described = [...series.values()].map((one) => JSON.stringify(one));
  return {
    samples,
    histograms,
    bytes: writer.take().toString("hex"),
    described,
    ...result,
    refused: [...result.refused].map(([reason, one]) => [reason, one.count] as const),
  };
}
