import { nativeVariance } from "../native/estimates.ts";
import type { NativeHistogram } from "../native/histogram.ts";

/** Functions of native histograms that give one number each. */
export const nativeFacts: ReadonlyMap<string, (histogram: NativeHistogram) => number> = new Map([
  ["histogram_count", ({ count }: NativeHistogram) => count],
  ["histogram_sum", ({ sum }: NativeHistogram) => sum],
  ["histogram_avg", ({ sum, count }: NativeHistogram) => sum / count],
  ["histogram_stdvar", nativeVariance],
  ["histogram_stddev", (histogram: NativeHistogram) => Math.sqrt(nativeVariance(histogram))],
]);
