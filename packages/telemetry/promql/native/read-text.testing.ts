import { added, subtracted } from "./arithmetic.ts";
import { type Buckets, customSchema, type NativeHistogram, populated } from "./histogram.ts";

/** `schema:1 count:5 sum:7.5 z_bucket:1 z_bucket_w:0.1 buckets:[1 3] offset:-1 n_buckets:[…] custom_values:[…]` */
export function readHistogram(text: string): NativeHistogram {
  const fields = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/(\w+):(\[[^\]]*\]|\S+)/g)) fields.set(name, value);
  const number = (name: string) => parse(fields.get(name) ?? "0");
  const list = (name: string) =>
    (fields.get(name) ?? "[]").slice(1, -1).split(/\s+/).filter(Boolean).map(parse);
  const side = (buckets: string, offset: string): Buckets => {
    const counts = list(buckets);
    return populated({ indexes: counts.map((_, i) => number(offset) + i), counts });
  };
  const customBounds = list("custom_values");
  return {
    schema: fields.has("custom_values") ? customSchema : number("schema"),
    zeroThreshold: number("z_bucket_w"),
    zeroCount: number("z_bucket"),
    count: number("count"),
    sum: number("sum"),
    positive: side("buckets", "offset"),
    negative: side("n_buckets", "n_offset"),
    customBounds,
    isGauge: fields.get("counter_reset_hint") === "gauge",
  };
}

const parse = (text: string) =>
  /^[+-]?inf$/i.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);

/** `{{a}}`, `{{a}}x3`, `{{a}}+{{b}}x3`: a, then three times b more. */
export function readHistograms(word: string): NativeHistogram[] {
  const found = /^\{\{(.*?)\}\}(?:([+-])\{\{(.*?)\}\})?(?:x(\d+))?$/.exec(word);
  if (!found) throw new Error(`not a histogram: ${word}`);
  const [, first = "", sign, step, times = "0"] = found;
  const histograms = [readHistogram(first)];
  for (let i = 0; i < Number(times); i++) {
    const last = histograms.at(-1) as NativeHistogram;
    const next =
      step === undefined ? last : (sign === "-" ? subtracted : added)(last, readHistogram(step))?.histogram;
    if (!next) throw new Error("histograms of different kinds cannot be added");
    histograms.push({ ...next, isGauge: last.isGauge });
  }
  return histograms;
}
