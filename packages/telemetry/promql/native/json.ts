import { sampleText } from "../numbers.ts";
import { allBuckets, isCustom, type NativeHistogram } from "./histogram.ts";

/** Which of its bounds belong to a bucket, in Prometheus' HTTP API: the upper, the lower, neither, both. */
const rules = { upper: 0, lower: 1, neither: 2, both: 3 } as const;

/** A histogram as a sample of Prometheus' HTTP API. */
export function histogramJson(histogram: NativeHistogram): string {
  const buckets = allBuckets(histogram)
    .filter(({ count }) => count !== 0)
    .map(({ lower, upper, count }) => {
      const rule = isCustom(histogram) || lower > 0 ? "upper" : upper < 0 ? "lower" : isZero(lower, upper);
      return `[${rules[rule]},"${sampleText(lower)}","${sampleText(upper)}","${sampleText(count)}"]`;
    });
  const numbers = `"count":"${sampleText(histogram.count)}","sum":"${sampleText(histogram.sum)}"`;
  return `{${numbers}${buckets.length > 0 ? `,"buckets":[${buckets.join(",")}]` : ""}}`;
}

/** The zero bucket holds both its bounds; a bucket that ends at zero came of rounding and holds the outer one. */
const isZero = (lower: number, upper: number): "both" | "upper" | "lower" =>
  lower === -upper ? "both" : upper === 0 ? "lower" : "upper";
