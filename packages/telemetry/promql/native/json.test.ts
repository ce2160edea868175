import { expect, it } from "vitest";
import { histogramJson } from "./json.ts";
import { readHistogram } from "./read-text.testing.ts";

it("gives each bucket its bounds, and says which of them belong to it", () => {
  const histogram = readHistogram(
    "schema:0 count:9 sum:2 z_bucket:1 z_bucket_w:0.5 buckets:[2] offset:1 n_buckets:[6] n_offset:1",
  );
  expect(JSON.parse(histogramJson(histogram))).toEqual({
    count: "9",
    sum: "2",
    buckets: [
      [1, "-2", "-1", "6"],
      [3, "-0.5", "0.5", "1"],
      [0, "1", "2", "2"],
    ],
  });
});
it("has no buckets where nothing was observed", () => {
  expect(histogramJson(readHistogram("schema:0"))).toBe('{"count":"0","sum":"0"}');
});
